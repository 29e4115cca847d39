package dev.sam3flow.simulator;

import java.time.Instant;

/**
 * One movement of money.
 *
 * @param uuid of the row
 * @param refund true where money was given back
 * @param microUsd amount, never negative
 * @param originMicroUsd amount before any discount
 * @param createdAt when
 * @param predictionId what for
 */
public record BookRow(
        String uuid, boolean refund, long microUsd, long originMicroUsd, Instant createdAt, String predictionId) {}
