package dev.sam3flow.simulator;

import dev.sam3flow.simulator.fault.FaultPlan;
import dev.sam3flow.simulator.internal.Counter;
import dev.sam3flow.simulator.internal.Setup;
import dev.sam3flow.simulator.mask.MaskDialect;
import dev.sam3flow.simulator.mask.MaskLayout;
import dev.sam3flow.simulator.mask.MaskSource;
import dev.sam3flow.simulator.mask.VideoMeter;
import dev.sam3flow.simulator.pixels.FfprobeMeter;
import dev.sam3flow.simulator.pixels.PixelMasks;
import dev.sam3flow.video.FfmpegPrograms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The provider on this machine: every call of its contract, stateful, with a book of its own, and wrong in every way that
 * is asked for. Masks are made from the pixels it receives, and no money moves; each of its answers carries the header
 * {@code X-Sam3flow-Simulator: true}.
 */
public final class ProviderSimulator implements AutoCloseable {
    private final Counter counter;
    private final Account account;
    private final BillingBook book;
    private final FaultPlan faults;
    private final Path folder;

    private ProviderSimulator(Counter counter, Account account, BillingBook book, FaultPlan faults, Path folder) {
        this.counter = counter;
        this.account = account;
        this.book = book;
        this.faults = faults;
        this.folder = folder;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A simulator with all defaults, on a free port. */
    public static ProviderSimulator start() {
        return builder().start();
    }

    /** Where the API is, such as {@code "http://127.0.0.1:40123/api/v3"}. */
    public String baseUrl() {
        return counter.site().api();
    }

    public int port() {
        return counter.site().port();
    }

    /** The knobs of the account: balance, price, limits, keys, and more. */
    public Account account() {
        return account;
    }

    /** All money taken and given back until now. */
    public BillingBook book() {
        counter.desk().passTime();
        return book;
    }

    /** What goes wrong, and when. */
    public FaultPlan faults() {
        return faults;
    }

    /** All requests until now, oldest first. */
    public List<RecordedRequest> recorded() {
        return counter.door().recorded();
    }

    /** Stops listening and removes the received files. */
    @Override
    public void close() {
        counter.close();
        if (!Files.exists(folder)) {
            return;
        }
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) {
                    return FileVisitResult.CONTINUE; // made or moved while the last work ended
                }

                @Override
                public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException failure) throws IOException {
                    Files.deleteIfExists(dir);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            return; // a request that was just being answered left a file in the temporary folder
        }
    }

    /** What a simulator is like; everything has a default. */
    public static final class Builder {
        private final Account account = new Account();
        private final FaultPlan faults = new FaultPlan();
        private int port;
        private Duration createdFor = Duration.ofMillis(100);
        private Duration processingFor = Duration.ofMillis(400);
        private MaskLayout layout = MaskLayout.STRINGS;
        private MaskDialect dialect = MaskDialect.PAIRS_ROW_1;
        private OutputWrapping wrapping = OutputWrapping.OBJECT_IN_LIST;
        private @Nullable MaskSource masks;
        private @Nullable VideoMeter meter;
        private @Nullable FfmpegPrograms programs;
        private boolean externalVideos;
        private Clock clock = Clock.systemUTC();

        private Builder() {}

        /** @param newPort 0 for a free one, the default */
        public Builder port(int newPort) {
            port = newPort;
            return this;
        }

        /** How long a prediction takes at least: a fifth of it as "created", the rest as "processing"; 0.5 s by default. */
        public Builder delay(Duration delay) {
            createdFor = delay.dividedBy(5);
            processingFor = delay.minus(createdFor);
            return this;
        }

        public Builder layout(MaskLayout newLayout) {
            layout = newLayout;
            return this;
        }

        public Builder dialect(MaskDialect newDialect) {
            dialect = newDialect;
            return this;
        }

        public Builder wrapping(OutputWrapping newWrapping) {
            wrapping = newWrapping;
            return this;
        }

        /** Accepts this key only; any that is not blank by default. */
        public Builder apiKey(String key) {
            account.setKeys(key);
            return this;
        }

        /** What every started 5 s are, and how lengths are rounded; 50,000 micro-USD and started units by default. */
        public Builder price(long unitMicroUsd, PriceRounding rounding) {
            account.setUnitMicroUsd(unitMicroUsd).setRounding(rounding);
            return this;
        }

        /** Where masks come from; the pixels by default. */
        public Builder masks(MaskSource source) {
            masks = source;
            return this;
        }

        /** How received bytes are measured; by ffprobe by default. */
        public Builder meter(VideoMeter newMeter) {
            meter = newMeter;
            return this;
        }

        /** The ffmpeg to use; the usual search by default, made only if it is needed. */
        public Builder programs(FfmpegPrograms newPrograms) {
            programs = newPrograms;
            return this;
        }

        /** Also fetches videos from addresses that are not its own uploads. */
        public Builder externalVideos(boolean allowed) {
            externalVideos = allowed;
            return this;
        }

        public Builder clock(Clock newClock) {
            clock = newClock;
            return this;
        }

        /**
         * Starts listening on the loopback address.
         *
         * @throws UncheckedIOException if the port is taken
         */
        public ProviderSimulator start() {
            try {
                Path folder = Files.createTempDirectory("sam3-simulator");
                Setup setup = new Setup(
                        port,
                        createdFor,
                        processingFor,
                        layout,
                        dialect,
                        wrapping,
                        masks == null ? new PixelMasks(programs()) : masks,
                        meter == null ? new FfprobeMeter(programs()) : meter,
                        externalVideos,
                        clock,
                        folder);
                BillingBook book = new BillingBook();
                return new ProviderSimulator(new Counter(setup, account, book, faults), account, book, faults, folder);
            } catch (IOException e) {
                throw new UncheckedIOException("the simulator cannot listen on port " + port, e);
            }
        }

        private FfmpegPrograms programs() {
            if (programs == null) {
                programs = FfmpegPrograms.find();
            }
            return programs;
        }
    }
}
