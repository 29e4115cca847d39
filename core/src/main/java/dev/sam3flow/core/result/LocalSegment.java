package dev.sam3flow.core.result;

import dev.sam3flow.core.mask.Mask;
import org.jspecify.annotations.Nullable;

/** One object of one frame of a chunk, before it has a track. */
record LocalSegment(LocalKey key, Mask mask, @Nullable Double score) {}
