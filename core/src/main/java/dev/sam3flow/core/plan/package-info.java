/** Which frames go into which prediction, and what that will be charged. */
@NullMarked
package dev.sam3flow.core.plan;

import org.jspecify.annotations.NullMarked;
