/** What happens to money outside a running job: late settlement, the reaper, callbacks, statements, reused uploads. */
@NullMarked
package dev.sam3flow.app.money;

import org.jspecify.annotations.NullMarked;
