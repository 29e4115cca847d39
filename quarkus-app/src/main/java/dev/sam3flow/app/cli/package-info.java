/** The command line: one class a command; results on standard output, everything else on standard error. */
@NullMarked
package dev.sam3flow.app.cli;

import org.jspecify.annotations.NullMarked;
