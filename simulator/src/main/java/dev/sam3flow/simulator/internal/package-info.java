/** The provider behind the simulator's door; not for neighbours. */
@NullMarked
package dev.sam3flow.simulator.internal;

import org.jspecify.annotations.NullMarked;
