/** The workflows: deterministic, without a clock, a file or a socket of their own. */
@NullMarked
package dev.sam3flow.temporal.workflow;

import org.jspecify.annotations.NullMarked;
