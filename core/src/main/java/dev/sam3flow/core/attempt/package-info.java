/** One try to obtain a prediction for a chunk; an attempt submits at most once. */
@NullMarked
package dev.sam3flow.core.attempt;

import org.jspecify.annotations.NullMarked;
