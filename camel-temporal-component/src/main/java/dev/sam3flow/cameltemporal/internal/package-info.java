/** What the endpoint does. */
@NullMarked
package dev.sam3flow.cameltemporal.internal;

import org.jspecify.annotations.NullMarked;
