/** Chooses what stands behind each port, from the configuration; each is made when it is first used. */
@NullMarked
package dev.sam3flow.app.wiring;

import org.jspecify.annotations.NullMarked;
