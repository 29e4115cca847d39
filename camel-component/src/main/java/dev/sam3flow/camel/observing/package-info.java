/** What others are told: events, meters and health. */
@NullMarked
package dev.sam3flow.camel.observing;

import org.jspecify.annotations.NullMarked;
