/** Waits that hold no thread, and what ends them. */
@NullMarked
package dev.sam3flow.camel.waiting;

import org.jspecify.annotations.NullMarked;
