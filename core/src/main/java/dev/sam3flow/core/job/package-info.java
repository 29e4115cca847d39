/** One order of a user: its request, progress, controls and result. */
@NullMarked
package dev.sam3flow.core.job;

import org.jspecify.annotations.NullMarked;
