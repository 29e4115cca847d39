/** Masks made from the pixels of a received video. */
@NullMarked
package dev.sam3flow.simulator.pixels;

import org.jspecify.annotations.NullMarked;
