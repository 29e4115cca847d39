/** {@code sam3:} on Spring Boot. */
@NullMarked
package dev.sam3flow.camelspring;

import org.jspecify.annotations.NullMarked;
