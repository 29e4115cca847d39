package dev.sam3flow.app.wiring;

import dev.sam3flow.client.WaveSpeedSettings;
import dev.sam3flow.core.prompt.PromptLimit;
import dev.sam3flow.core.quality.QualityOptions;
import dev.sam3flow.core.track.StitchOptions;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
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

    /** Bytes of all files in the making from which on no more work is begun, and most that one of them may have. */
    @WithDefault("137438953472")
    long maxWorkBytes();

    /** How long a job waits for the approval of a quote over its limit or a budget; then it ends. */
    @WithDefault("7d")
    Duration approvalExpires();

    Provider provider();

    /** By tenant. */
    Map<String, Tenant> tenant();

    Temporal temporal();

    Database database();

    S3 s3();

    Budget budget();

    Ledger ledger();

    Webhook webhook();

    Inbox inbox();

    Routes routes();

    Quality quality();

    Stitch stitch();

    /** The remote model. Without a key the embedded simulator answers. */
    interface Provider {
        /** Also WAVESPEED_API_KEY. */
        Optional<String> apiKey();

        /** Also WAVESPEED_BASE_URL. */
        @WithDefault("https://api.wavespeed.ai/api/v3")
        String baseUrl();

        /** The model's path below the base URL. */
        @WithDefault("wavespeed-ai/sam3-video-rle")
        String model();

        /** Paths of other calls where the account's API has not the documented ones, such as {@code result=/predictions/{id}}. */
        Map<String, String> paths();

        /** What a price in a billing row counts: usd, as documented, or micro-usd. */
        @WithDefault("usd")
        WaveSpeedSettings.BillingUnit billingUnit();

        /** How long a call of the API may take, but for a submit, an upload and a download. */
        @WithDefault("30s")
        Duration callTimeout();

        /** How long a submit may take: one that is given up is in doubt, and has to be looked for. */
        @WithDefault("60s")
        Duration submitTimeout();

        /** Largest video that is uploaded, in bytes. */
        @WithDefault("2147483648")
        long maxUploadBytes();

        /** Characters of a prompt above which the model may refuse it. */
        @WithDefault("32")
        int promptLimit();

        /** What becomes of a longer prompt: warn, and send it, or refuse. */
        @WithDefault("warn")
        PromptLimit.Excess promptExcess();

        /** How long the embedded simulator takes for a prediction. */
        @WithDefault("1s")
        Duration simulatorDelay();

        /** How long a submit whose answer was lost is looked for before it counts as never received, and is sent again. */
        @WithDefault("10m")
        Duration quietPeriod();

        /** Whether a content that was uploaded lately is used again in place of another upload. */
        @WithDefault("true")
        boolean reuseUploads();

        /** Whether a tenant without a key of its own is refused, where else it uses this one. */
        @WithDefault("false")
        boolean requireTenantKey();

        /** Starts a minute that each account allows. */
        @WithDefault("2")
        int startsPerMinute();

        /** Predictions at once that each account allows. */
        @WithDefault("2")
        int inFlight();
    }

    /** What is one tenant's own. */
    interface Tenant {
        TenantProvider provider();
    }

    /** The provider for one tenant. */
    interface TenantProvider {
        /** Where its key is found: {@code env:NAME} or {@code file:/absolute/path}, read at each use; never the key. */
        Optional<String> keyRef();
    }

    /** The workflow server. Without a target an in-memory one runs inside this process. */
    interface Temporal {
        /** host:port; also TEMPORAL_TARGET. */
        Optional<String> target();

        @WithDefault("default")
        String namespace();

        /** Use TLS; always on with an API key or one of the files below. */
        @WithDefault("false")
        boolean tls();

        Optional<String> apiKey();

        /** PEM file of the authority that the server's certificate is checked by; else the machine's own. */
        Optional<Path> caFile();

        /** PEM file of the certificate that this process shows the server; with {@link #keyFile()}. */
        Optional<Path> certFile();

        /** PEM file, PKCS 8 and not encrypted, of that certificate's key. */
        Optional<Path> keyFile();

        /** {@code ID:BASE64,…}: AES keys that payloads are encrypted with, the first, and were, the others. */
        Optional<String> payloadKeys();

        /** Name of the worker deployment that this process is a version of; with {@link #buildId()}. */
        Optional<String> deployment();

        /** Which version. */
        Optional<String> buildId();

        /** Whether jobs are started with the search attributes Sam3Tenant and Sam3Phase; else where the server says it has them. */
        Optional<Boolean> searchAttributes();
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

    /** When two objects of neighbouring chunks are taken for the same. */
    interface Stitch {
        /** Frames at the later chunk's start that do not count, at most a third of the overlap. */
        @WithDefault("3")
        int ignoreFirst();

        /** Least score of a match, above 0 up to 1. */
        @WithDefault("0.3")
        double accept();

        /** Least number of frames in which both have a mask. */
        @WithDefault("2")
        int leastFrames();

        /** A match is flagged as ambiguous where another candidate scores as high less this. */
        @WithDefault("0.1")
        double ambiguousWithin();

        /** Frames of an overlap that are compared at most. */
        @WithDefault("48")
        int mostFrames();

        /** @throws dev.sam3flow.core.error.InvalidInputException if a threshold is out of range */
        default StitchOptions options() {
            return new StitchOptions(ignoreFirst(), accept(), leastFrames(), ambiguousWithin(), mostFrames());
        }
    }

    /** From where on something in a result looks wrong enough for {@code quality.json}. */
    interface Quality {
        /** An absence of at most so many frames is flicker, a longer one an empty span. */
        @WithDefault("3")
        int flickerFrames();

        /** A mask that does not change by a pixel for so many frames is frozen. */
        @WithDefault("15")
        int frozenFrames();

        /** An area that grows or shrinks from one frame to the next by this factor jumps. */
        @WithDefault("2")
        double areaRatio();

        /** Areas under so many pixels do not jump. */
        @WithDefault("64")
        int leastArea();

        /** A centroid that moves from one frame to the next by this share of the box's diagonal jumps. */
        @WithDefault("0.5")
        double positionShare();

        /** A mask over this share of the frame, 0 to 1, covers it. */
        @WithDefault("0.9")
        double frameShare();

        /** A box that touches the frame's border for so many frames is glued to it. */
        @WithDefault("30")
        int borderFrames();

        /** Two tracks whose masks agree crosswise by this IoU have swapped. */
        @WithDefault("0.5")
        double swapIou();

        /** Findings of one kind that are listed; the rest is only counted. */
        @WithDefault("1000")
        int mostFindings();

        /** @throws dev.sam3flow.core.error.InvalidInputException if a threshold is out of range */
        default QualityOptions options() {
            return new QualityOptions(
                    flickerFrames(),
                    frozenFrames(),
                    areaRatio(),
                    leastArea(),
                    positionShare(),
                    frameShare(),
                    borderFrames(),
                    swapIou(),
                    mostFindings());
        }
    }

    /** What a service does about money by itself. */
    interface Ledger {
        /** How long after its intent an attempt is held against the provider's billing rows. */
        @WithDefault("48h")
        Duration settleFor();

        /** Time between two such rounds. */
        @WithDefault("15m")
        Duration settleEvery();

        /** Time between two looks for predictions that nobody waits for. */
        @WithDefault("10m")
        Duration reapEvery();

        /** Time between two looks for masks that were paid for and that no job fetched. */
        @WithDefault("6h")
        Duration copyEvery();

        /** Time between two deletions of rows that nothing asks for any more. */
        @WithDefault("6h")
        Duration cleanEvery();

        /** Time from the start of a service to its first rounds, where no workflow server keeps time. */
        @WithDefault("1m")
        Duration roundsAfter();

        /** What is younger is left alone: its job may just be starting. */
        @WithDefault("10m")
        Duration reapAfter();
    }

    /** Callbacks of the provider. They make looks come sooner; without them everything works by polling. */
    interface Webhook {
        /** Public https address of this service's {@code /api/v1/webhooks}; no callbacks are asked for without one. */
        Optional<String> url();

        /** The secret that signs them; asked of the provider where there is none. */
        Optional<String> secret();
    }

    /** A bucket for videos, masks and results, where machines share no disk; else a folder in the data folder. */
    interface S3 {
        /** Without one the folder is used. Keys come from where the AWS SDK looks: environment, profile, role. */
        Optional<String> bucket();

        /** Put before each object's name, such as {@code "sam3/"}. */
        Optional<String> prefix();

        @WithDefault("us-east-1")
        String region();

        /** Of a server other than Amazon's, such as {@code "https://minio.example.com"}. */
        Optional<URI> endpoint();

        /** How much of what ffmpeg was handed is kept on the local disk, in bytes. */
        @WithDefault("21474836480")
        long keepBytes();
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

    /** Routes of the operators' own. */
    interface Routes {
        /** Folder of YAML files with Camel routes; none are loaded without one. Who may write there may do all that the service may. */
        Optional<Path> folder();

        /** How often the folder, and the ends of jobs, are looked at. */
        @WithDefault("2s")
        Duration lookEvery();

        /** How long after a route did not take the end of a job it is told again. */
        @WithDefault("2m")
        Duration tellAgain();

        /** Signs the webhooks that routes send: {@code whsec_} and base64, as Standard Webhooks has it. */
        Optional<String> webhookSecret();
    }
}
