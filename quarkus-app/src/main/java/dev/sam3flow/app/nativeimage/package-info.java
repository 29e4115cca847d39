/**
 * What a native executable has to be told about: it holds no class, proxy or resource that nothing was seen to use. Loaded by the
 * compiler of the executable, never by the application.
 */
@NullMarked
package dev.sam3flow.app.nativeimage;

import org.jspecify.annotations.NullMarked;
