/** What looks wrong in a result: flicker, frozen masks, jumps, swaps, each with frames and a plain sentence. */
@NullMarked
package dev.sam3flow.core.quality;

import org.jspecify.annotations.NullMarked;
