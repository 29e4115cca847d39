package dev.sam3flow.core.money;

/**
 * What a job will cost before it starts: the sum that is reserved.
 *
 * @param total sum of all chunks' charges
 * @param chunks number of predictions
 * @param billedSeconds seconds billed, over all chunks
 * @param floor charge of the cheapest plan there could be: no overlap, no cap but the provider's
 */
public record Quote(MicroUsd total, int chunks, long billedSeconds, MicroUsd floor) {}
