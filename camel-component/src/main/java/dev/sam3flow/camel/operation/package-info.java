/** One class an operation of the endpoint, and the rules they share. */
@NullMarked
package dev.sam3flow.camel.operation;

import org.jspecify.annotations.NullMarked;
