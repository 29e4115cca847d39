/** The closed family of errors: an exception means that a question was not answered, and says whether asking again helps. */
@NullMarked
package dev.sam3flow.core.error;

import org.jspecify.annotations.NullMarked;
