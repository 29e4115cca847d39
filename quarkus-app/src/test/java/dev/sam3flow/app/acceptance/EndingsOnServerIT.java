package dev.sam3flow.app.acceptance;

import java.util.Map;

/** The same on the official development server. */
class EndingsOnServerIT extends EndingsIT {
    @Override
    Map<String, String> environment() {
        return TemporalProcess.shared();
    }
}
