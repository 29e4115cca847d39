/** Downloads that cannot be led to addresses they must not reach. */
@NullMarked
package dev.sam3flow.client.download;

import org.jspecify.annotations.NullMarked;
