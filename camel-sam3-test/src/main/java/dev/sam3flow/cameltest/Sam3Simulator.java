package dev.sam3flow.cameltest;

import dev.sam3flow.camel.Sam3Component;
import dev.sam3flow.camel.Sam3Configuration;
import dev.sam3flow.simulator.ProviderSimulator;
import dev.sam3flow.simulator.RecordedRequest;
import dev.sam3flow.simulator.fault.Fault;
import dev.sam3flow.simulator.fault.FaultKind;
import dev.sam3flow.simulator.fault.ProviderCall;
import dev.sam3flow.simulator.mask.ObjectMask;
import dev.sam3flow.simulator.mask.ReceivedVideo;
import dev.sam3flow.simulator.mask.RowRuns;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The provider for tests of routes: a JUnit extension that starts a simulator for each test and stops it afterwards. It
 * answers as the provider does, over HTTP, keeps a book of what was paid, and fails in the ways that a test asks for.
 */
public final class Sam3Simulator implements BeforeEachCallback, AfterEachCallback {
    private final int frames;
    private final int width;
    private final int height;
    private final boolean pixels;
    private final Duration delay;
    private @Nullable ProviderSimulator running;

    private Sam3Simulator(int frames, int width, int height, boolean pixels, Duration delay) {
        this.frames = frames;
        this.width = width;
        this.height = height;
        this.pixels = pixels;
        this.delay = delay;
    }

    /** Takes any bytes for a video of this many frames, in which one disc moves to the right; needs no ffmpeg. */
    public static Sam3Simulator ofDiscs(int frames, int width, int height) {
        if (frames < 1 || width < 16 || height < 16) {
            throw new IllegalArgumentException(
                    frames + " frames of " + width + "x" + height + ": give at least 1 of at least 16x16");
        }
        return new Sam3Simulator(frames, width, height, false, Duration.ofMillis(50));
    }

    /** Takes real videos and makes masks of the colours and movements in them; needs ffmpeg. */
    public static Sam3Simulator ofPixels() {
        return new Sam3Simulator(0, 0, 0, true, Duration.ofMillis(50));
    }

    /** How long a prediction takes at least; 50 ms by default. */
    public Sam3Simulator taking(Duration time) {
        return new Sam3Simulator(frames, width, height, pixels, time);
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        ProviderSimulator.Builder builder = ProviderSimulator.builder().delay(delay);
        if (!pixels) {
            builder.meter((file, sha256) ->
                            new ReceivedVideo(file, sha256, width, height, frames * 40_000L, new int[frames], 1))
                    .masks((received, request, sink) -> {
                        for (int frame = 0; frame < frames; frame++) {
                            sink.frame(List.of(new ObjectMask(1, disc(frame))));
                        }
                    });
        }
        running = builder.start();
    }

    @Override
    public void afterEach(ExtensionContext test) {
        provider().close();
        running = null;
    }

    /** Makes a context's {@code sam3:} endpoints send to the simulator, and look often. */
    public void connect(CamelContext context) {
        Sam3Configuration options =
                context.getComponent("sam3", Sam3Component.class).getConfiguration();
        options.setApiKey("any-key");
        options.setBaseUrl(baseUrl());
        options.setFirstLook(10);
        options.setPollInterval(10);
        options.setMaxPollInterval(100);
    }

    /** Where the API is, for applications that are configured by properties. */
    public String baseUrl() {
        return provider().baseUrl();
    }

    /** The simulator itself, with every knob it has. */
    public ProviderSimulator provider() {
        return Objects.requireNonNull(running, "the simulator runs within a test: register this as an extension");
    }

    /** What happens next. */
    public Script next() {
        return new Script();
    }

    /** Predictions that were paid for. */
    public Set<String> paid() {
        return provider().book().paidPredictions();
    }

    /** What was charged, in micro-USD. */
    public long chargedMicroUsd() {
        return provider().book().chargedMicroUsd();
    }

    /** Requests of a kind, oldest first. */
    public List<RecordedRequest> requests(ProviderCall call) {
        return provider().recorded().stream()
                .filter(request -> request.call() == call)
                .toList();
    }

    private RowRuns disc(int frame) {
        int radius = Math.min(width, height) / 4;
        int middle = radius + frame % Math.max(1, width - 2 * radius);
        BitSet disc = new BitSet();
        for (int y = -radius; y <= radius; y++) {
            int half = (int) Math.sqrt(radius * radius - y * y);
            int row = (height / 2 + y) * width;
            disc.set(row + middle - half, row + Math.min(width, middle + half + 1));
        }
        return RowRuns.ofBits(width, height, disc);
    }

    /** What goes wrong, in the order in which it is said. */
    public final class Script {
        private Script() {}

        /** A submit is taken, and paid for, and its answer is lost. */
        public Script submitLosesItsAnswer() {
            return fault(ProviderCall.SUBMIT, Fault.of(FaultKind.LOST_ANSWER), 1);
        }

        /** Submits are refused because there were too many. */
        public Script submitsAreRateLimited(int times) {
            return fault(ProviderCall.SUBMIT, Fault.of(FaultKind.RATE_LIMITED), times);
        }

        /** Looks at predictions are answered with 503. */
        public Script looksFail(int times) {
            return fault(ProviderCall.RESULT, new Fault(FaultKind.STATUS_BEFORE, 503), times);
        }

        /** A prediction fails. */
        public Script predictionFails() {
            provider().faults().nextRun(Fault.of(FaultKind.ENDS_FAILED));
            return this;
        }

        /** A prediction never ends. */
        public Script predictionNeverEnds() {
            provider().faults().nextRun(Fault.of(FaultKind.NEVER_ENDS));
            return this;
        }

        /** Anything else that the simulator can do wrong. */
        public Script fault(ProviderCall call, Fault fault, int times) {
            provider().faults().next(call, fault, times);
            return this;
        }
    }
}
