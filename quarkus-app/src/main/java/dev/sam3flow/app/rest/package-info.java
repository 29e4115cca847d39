/** Jobs over HTTP. */
@NullMarked
package dev.sam3flow.app.rest;

import org.jspecify.annotations.NullMarked;
