/** HTTP exchanges, envelopes and readers of the provider's JSON; not for neighbours. */
@NullMarked
package dev.sam3flow.client.internal;

import org.jspecify.annotations.NullMarked;
