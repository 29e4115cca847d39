/** Wires the modules into one application. */
@NullMarked
package dev.sam3flow.app;

import org.jspecify.annotations.NullMarked;
