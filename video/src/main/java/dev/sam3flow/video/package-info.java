/** ffmpeg and ffprobe as child processes behind core's video port. */
@NullMarked
package dev.sam3flow.video;

import org.jspecify.annotations.NullMarked;
