/** Everything that can be made to go wrong, and when it does. */
@NullMarked
package dev.sam3flow.simulator.fault;

import org.jspecify.annotations.NullMarked;
