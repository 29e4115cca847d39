/** What the workflows have done for them: over core's ports, translated into failures in one place. */
@NullMarked
package dev.sam3flow.temporal.activity;

import org.jspecify.annotations.NullMarked;
