/** The source video as a table of frames; a frame is an index in that table and nothing else. */
@NullMarked
package dev.sam3flow.core.video;

import org.jspecify.annotations.NullMarked;
