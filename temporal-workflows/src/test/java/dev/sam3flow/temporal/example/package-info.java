/** What a user of the workflows writes. */
@NullMarked
package dev.sam3flow.temporal.example;

import org.jspecify.annotations.NullMarked;
