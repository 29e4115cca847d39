/** What the video module keeps to itself. */
@NullMarked
package dev.sam3flow.video.internal;

import org.jspecify.annotations.NullMarked;
