/** What the outside world must provide: each port is small and has an abstract contract test. */
@NullMarked
package dev.sam3flow.core.port;

import org.jspecify.annotations.NullMarked;
