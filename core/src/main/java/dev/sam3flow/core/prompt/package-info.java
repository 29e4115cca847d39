/** What the user asks to be segmented: texts, points and boxes in source pixels. */
@NullMarked
package dev.sam3flow.core.prompt;

import org.jspecify.annotations.NullMarked;
