/** What outlives a restart: jobs, attempts and the ledger in a database, large bytes in a folder. */
@NullMarked
package dev.sam3flow.app.store;

import org.jspecify.annotations.NullMarked;
