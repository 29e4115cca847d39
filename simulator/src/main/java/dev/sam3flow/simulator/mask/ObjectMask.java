package dev.sam3flow.simulator.mask;

/**
 * One object in one frame.
 *
 * @param objectId the same number for the same object in all frames of a prediction, from 1
 * @param runs its pixels
 */
public record ObjectMask(int objectId, RowRuns runs) {}
