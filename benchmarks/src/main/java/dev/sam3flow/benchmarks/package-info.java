/** JMH benchmarks of core, each beside its peer. */
@NullMarked
package dev.sam3flow.benchmarks;

import org.jspecify.annotations.NullMarked;
