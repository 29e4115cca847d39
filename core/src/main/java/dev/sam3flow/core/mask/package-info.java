/**
 * Masks held as runs, and everything that can be done to them without drawing a pixel.
 *
 * <p>A {@link dev.sam3flow.core.mask.Mask} is width × height bits, kept as the ends of its runs in column-major order
 * (down the first column, then the second; run 0 is background and may be empty). This is the order of COCO, so that
 * reading and writing COCO's compressed text is a pass over numbers. All types are immutable.
 */
@NullMarked
package dev.sam3flow.core.mask;

import org.jspecify.annotations.NullMarked;
