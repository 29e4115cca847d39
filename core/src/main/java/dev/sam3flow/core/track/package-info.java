/** Objects followed over frames and across chunks. */
@NullMarked
package dev.sam3flow.core.track;

import org.jspecify.annotations.NullMarked;
