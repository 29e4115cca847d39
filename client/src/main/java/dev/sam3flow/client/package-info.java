/** The provider's HTTP and JSON behind core's prediction port. */
@NullMarked
package dev.sam3flow.client;

import org.jspecify.annotations.NullMarked;
