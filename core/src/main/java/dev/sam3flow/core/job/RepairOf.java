package dev.sam3flow.core.job;

import dev.sam3flow.core.error.InvalidInputException;
import java.util.List;

/**
 * What an order repairs.
 *
 * @param job whose result it is, of the same tenant
 * @param chunks indices in that job's plan of those that are segmented again; at least one
 */
public record RepairOf(JobId job, List<Integer> chunks) {
    public RepairOf {
        chunks = List.copyOf(chunks);
        if (chunks.isEmpty()) {
            throw new InvalidInputException("a repair of job " + job + " without a chunk: name at least one");
        }
    }
}
