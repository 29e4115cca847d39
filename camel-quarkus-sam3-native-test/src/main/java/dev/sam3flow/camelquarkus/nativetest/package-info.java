@NullMarked
package dev.sam3flow.camelquarkus.nativetest;

import org.jspecify.annotations.NullMarked;
