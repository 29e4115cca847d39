/** The remote model's vocabulary: inputs, predictions, statuses, outputs and billing rows. */
@NullMarked
package dev.sam3flow.core.prediction;

import org.jspecify.annotations.NullMarked;
