/** The provider, faked faithfully, with its own wire code and its own billing book. */
@NullMarked
package dev.sam3flow.simulator;

import org.jspecify.annotations.NullMarked;
