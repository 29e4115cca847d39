/** Consumers: callbacks of the provider, and endings of predictions and jobs. */
@NullMarked
package dev.sam3flow.camel.event;

import org.jspecify.annotations.NullMarked;
