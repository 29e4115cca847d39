/** What tests of routes with {@code sam3:} need. */
@NullMarked
package dev.sam3flow.cameltest;

import org.jspecify.annotations.NullMarked;
