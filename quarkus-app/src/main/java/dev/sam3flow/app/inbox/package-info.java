/** An example of a route: a video dropped in a folder comes out as a result folder. */
@NullMarked
package dev.sam3flow.app.inbox;

import org.jspecify.annotations.NullMarked;
