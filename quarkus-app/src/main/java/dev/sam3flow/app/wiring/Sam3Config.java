package dev.sam3flow.app.wiring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What an operator may set; the names below are under {@code sam3.} or, as environment variables, {@code SAM3_}. */
@ConfigMapping(prefix = "sam3")
public interface Sam3Config {
    /** Folder for everything that is kept: database, blobs, work files, log. */
    Path dataDir();

    /** Folder with ffmpeg and ffprobe of version 6 or newer; else the PATH, else the bundled ones. */
    Optional<Path> ffmpegDir();

    /** Largest video taken, in bytes. */
    @WithDefault("53687091200")
    long maxVideoBytes();

    Provider provider();

    Temporal temporal();

    Database database();

    Budget budget();

    Inbox inbox();

    /** The remote model. Without a key the embedded simulator answers. */
    interface Provider {
        /** Also WAVESPEED_API_KEY. */
        Optional<String> apiKey();

        /** Also WAVESPEED_BASE_URL. */
        @WithDefault("https://api.wavespeed.ai/api/v3")
        String baseUrl();

        /** How long the embedded simulator takes for a prediction. */
        @WithDefault("1s")
        Duration simulatorDelay();

        /** How long a submit whose answer was lost is looked for before it counts as never received, and is sent again. */
        @WithDefault("10m")
        Duration quietPeriod();

        /** Starts a minute that the account allows. */
        @WithDefault("2")
        int startsPerMinute();

        /** Predictions at once that the account allows. */
        @WithDefault("2")
        int inFlight();
    }

    /** The workflow server. Without a target an in-memory one runs inside this process. */
    interface Temporal {
        /** host:port; also TEMPORAL_TARGET. */
        Optional<String> target();

        @WithDefault("default")
        String namespace();

        /** Use TLS; always on with an API key. */
        @WithDefault("false")
        boolean tls();

        Optional<String> apiKey();
    }

    /** Where jobs, attempts and the ledger are kept. */
    interface Database {
        /** {@code jdbc:postgresql://…}; a file in the data folder where there is none. */
        Optional<String> url();

        /** Database user. */
        Optional<String> user();

        /** Database password. */
        Optional<String> password();
    }

    /** Limits in USD on what a tenant may have reserved and spent. */
    interface Budget {
        Optional<BigDecimal> tenant();

        Optional<BigDecimal> day();

        Optional<BigDecimal> month();
    }

    /** The example route: videos dropped here come out as result folders. */
    interface Inbox {
        /** Folder to watch; the route is off without one. */
        Optional<Path> folder();

        /** Where results go; next to the inbox if not set. */
        Optional<Path> out();

        /** What to segment. */
        @WithDefault("person")
        String prompt();
    }
}
