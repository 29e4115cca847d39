package dev.sam3flow.app.wiring;

import dev.sam3flow.core.port.VideoTools;
import dev.sam3flow.video.FfmpegPrograms;
import dev.sam3flow.video.FfmpegVideoTools;
import dev.sam3flow.video.VideoLimits;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** ffmpeg and what is done with it. */
@Singleton
public class VideoBeans {
    @Produces
    @Singleton
    FfmpegPrograms programs(Sam3Config config) {
        return FfmpegPrograms.find(config.ffmpegDir().orElse(null), FfmpegPrograms.defaultCache());
    }

    @Produces
    @ApplicationScoped
    VideoTools videos(FfmpegPrograms programs, Sam3Config config) {
        VideoLimits limits = VideoLimits.DEFAULTS
                .withSourceBytes(config.maxVideoBytes())
                .withFileBytes(Math.min(config.maxVideoBytes(), config.maxWorkBytes()));
        return new FfmpegVideoTools(programs, limits);
    }
}
