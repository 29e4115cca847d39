/** Money as whole micro-USD: price, quote, ledger entries and the rules they obey. */
@NullMarked
package dev.sam3flow.core.money;

import org.jspecify.annotations.NullMarked;
