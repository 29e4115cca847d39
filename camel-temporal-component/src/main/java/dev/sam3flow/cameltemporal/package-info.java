/** The {@code temporal:} endpoint. */
@NullMarked
package dev.sam3flow.cameltemporal;

import org.jspecify.annotations.NullMarked;
