package dev.sam3flow.app.wiring;

import dev.sam3flow.core.port.VideoTools;
import dev.sam3flow.video.FfmpegPrograms;
import dev.sam3flow.video.FfmpegVideoTools;
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
    VideoTools videos(FfmpegPrograms programs) {
        return new FfmpegVideoTools(programs);
    }
}
