package dev.sam3flow.core.prediction;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where a completed prediction's files lie, for seven days. The URLs are secrets: {@link #toString()} hides them.
 *
 * @param rle the masks
 * @param video the overlay video; null where none was made
 */
public record PredictionOutputs(URI rle, @Nullable URI video) {
    @Override
    public String toString() {
        return "PredictionOutputs[" + (video == null ? "rle" : "rle, video") + "]";
    }
}
