/** Results drawn with the video's own pixels: overlays, mattes, crops, contact sheets. */
@NullMarked
package dev.sam3flow.video.internal.pixel;

import org.jspecify.annotations.NullMarked;
