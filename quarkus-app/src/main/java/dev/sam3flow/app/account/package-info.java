/** The provider's accounts: which tenant has which, and how its key is found. */
@NullMarked
package dev.sam3flow.app.account;

import org.jspecify.annotations.NullMarked;
