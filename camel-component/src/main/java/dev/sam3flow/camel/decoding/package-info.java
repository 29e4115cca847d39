/** Reads RLE files into masks, and writes them. */
@NullMarked
package dev.sam3flow.camel.decoding;

import org.jspecify.annotations.NullMarked;
