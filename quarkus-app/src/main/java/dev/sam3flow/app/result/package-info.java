/** The result folder: what a job leaves on the user's disk. */
@NullMarked
package dev.sam3flow.app.result;

import org.jspecify.annotations.NullMarked;
