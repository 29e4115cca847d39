package dev.sam3flow.temporal.activity;

import dev.sam3flow.core.job.BlobRef;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a repair segments again, and what it takes as it is; fixed before anything is reserved.
 *
 * @param again indices of the chunks that are segmented again
 * @param keys keys of the results that there are, by the chunk's index
 * @param onlyFor whom results serve of a chunk that has none yet, see {@link ChunkOrder}
 * @param masks the {@code masks.jsonl} that is repaired
 */
record RepairPlan(Set<Integer> again, Map<Integer, String> keys, String onlyFor, BlobRef masks) {
    RepairPlan {
        again = Set.copyOf(again);
        keys = Map.copyOf(keys);
    }

    /** Key of the result that a chunk keeps, empty where it stays without one; null where it is segmented again. */
    @Nullable
    String kept(int chunk) {
        return again.contains(chunk) ? null : keys.getOrDefault(chunk, "");
    }

    /**
     * Whom a chunk's next result serves: whoever repairs the same first result, however often it takes. What there is stays in
     * the store, for those that have it.
     */
    String onlyFor(int chunk) {
        String first = keys.get(chunk);
        return first == null ? onlyFor : "in place of " + first;
    }
}
