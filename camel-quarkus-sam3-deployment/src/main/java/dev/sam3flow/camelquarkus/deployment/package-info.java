/** Build steps of the Camel Quarkus extension. */
@NullMarked
package dev.sam3flow.camelquarkus.deployment;

import org.jspecify.annotations.NullMarked;
