/** The {@code sam3:} endpoint. */
@NullMarked
package dev.sam3flow.camel;

import org.jspecify.annotations.NullMarked;
