/** Who calls, what they may do, and what is refused before anything is done. */
@NullMarked
package dev.sam3flow.app.security;

import org.jspecify.annotations.NullMarked;
