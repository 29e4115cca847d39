/** What the simulator answers: masks as rows of runs, where they come from, and how a file of them is written. */
@NullMarked
package dev.sam3flow.simulator.mask;

import org.jspecify.annotations.NullMarked;
