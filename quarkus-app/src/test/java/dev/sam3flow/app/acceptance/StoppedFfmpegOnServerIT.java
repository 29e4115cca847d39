package dev.sam3flow.app.acceptance;

import java.util.Map;

/** The same on the official development server. */
class StoppedFfmpegOnServerIT extends StoppedFfmpegIT {
    @Override
    Map<String, String> environment() {
        return TemporalProcess.shared();
    }
}
