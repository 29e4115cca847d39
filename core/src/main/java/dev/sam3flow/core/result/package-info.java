/** The canonical result, {@code masks.jsonl}, and its summary: writing and reading them as streams. */
@NullMarked
package dev.sam3flow.core.result;

import org.jspecify.annotations.NullMarked;
