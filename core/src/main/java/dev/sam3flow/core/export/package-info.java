/** A result in the formats of other tools, written as streams from {@code masks.jsonl}. */
@NullMarked
package dev.sam3flow.core.export;

import org.jspecify.annotations.NullMarked;
