package dev.sam3flow.app.cli;

import dev.sam3flow.app.wiring.DatabaseBean;
import dev.sam3flow.app.wiring.ProviderBeans;
import dev.sam3flow.app.wiring.Sam3Config;
import dev.sam3flow.app.wiring.TemporalServer;
import dev.sam3flow.client.PathProbe;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.port.JobStore;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.prediction.PredictionInput;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.video.FfmpegPrograms;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Looks at everything that a job will need; changes nothing and spends nothing. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Checks Java, ffmpeg, provider, Temporal and database, free of charge.")
public class DoctorCommand implements Callable<Integer> {
    private static final URI ANY_VIDEO = URI.create("https://example.com/video.mp4");

    @Spec
    CommandSpec spec;

    @Inject
    Sam3Config config;

    @Inject
    Instance<FfmpegPrograms> programs;

    @Inject
    PredictionService predictions;

    @Inject
    ProviderBeans account;

    @Inject
    DatabaseBean database;

    @Inject
    JobStore jobs;

    private boolean failed;

    @Override
    public Integer call() {
        check("java", DoctorCommand::java);
        check("data", this::data);
        check("ffmpeg", this::ffmpeg);
        check("provider", this::provider);
        if (config.provider().apiKey().isPresent()) {
            tenants();
            check("model", this::model);
            paths();
        }
        check("temporal", this::temporal);
        check("database", this::database);
        return failed ? ExitCode.PROVIDER : ExitCode.DONE;
    }

    /** One look. */
    private interface Look {
        /** What was found; begins with {@code "warn: "} where it works but should not stay so. */
        String look() throws Exception;
    }

    @SuppressWarnings("CatchingUnchecked")
    private void check(String what, Look look) {
        String state = "ok";
        String found;
        try {
            found = look.look();
            if (found.startsWith("warn: ")) {
                state = "warn";
                found = found.substring("warn: ".length());
            }
        } catch (Exception e) {
            failed = true;
            state = "FAIL";
            found = Errors.oneLine(e);
        }
        Output.of(spec).result(String.format(Locale.ROOT, "%-9s %-4s  %s", what, state, found));
    }

    private static String java() {
        long heap = Runtime.getRuntime().maxMemory() >> 20;
        return "Java " + Runtime.version() + ", " + heap + " MB heap, "
                + Runtime.getRuntime().availableProcessors() + " cores";
    }

    private String data() throws IOException {
        Path folder = Files.createDirectories(config.dataDir());
        Files.delete(Files.createTempFile(folder, "doctor-", ".tmp"));
        long freeMegabytes = Files.getFileStore(folder).getUsableSpace() >> 20;
        String found = folder + ", " + freeMegabytes + " MB free";
        return freeMegabytes < 1024 ? "warn: " + found + ": a job needs about three times its video's size" : found;
    }

    private String ffmpeg() {
        FfmpegPrograms found = programs.get();
        return found.version() + " (" + found.origin().name().toLowerCase(Locale.ROOT) + "): " + found.ffmpeg();
    }

    private String provider() {
        if (config.provider().apiKey().isEmpty()) {
            return "warn: no WAVESPEED_API_KEY is set: the embedded simulator answers, and no money moves";
        }
        String balance = predictions.balance().toString();
        String price = predictions
                .quote(new PredictionInput(ANY_VIDEO, Prompts.ofText("person"), false))
                .toString();
        String found = predictions.endpoint() + " takes the key; balance " + balance + ", quotes " + price
                + " for a prediction without a known length";
        return predictions.simulated() ? "warn: " + found + "; it says that it is a simulator" : found;
    }

    private void tenants() {
        account.accounts()
                .ofTenants()
                .forEach((tenant, ref) -> check("tenant", () -> {
                    MicroUsd balance = predictions.by(ref).balance();
                    return tenant + ": the key at " + ref.value() + " is taken; balance " + balance;
                }));
    }

    private String model() {
        String model = config.provider().model();
        Map<String, MicroUsd> models = account.account().models();
        MicroUsd price = models.get(model);
        return price == null
                ? "warn: " + model + " is none of the " + models.size() + " models that the account is told of"
                : model + " is there, base price " + price;
    }

    /** Every documented path variant, each asked something that creates nothing. */
    private void paths() {
        try {
            for (PathProbe probe : account.account().probePaths()) {
                check(
                        "path",
                        () -> (probe.answers() ? "" : "warn: ") + probe.path() + " (" + probe.call() + ") "
                                + (probe.answers() ? "is there: " : "does not answer: ") + probe.said());
            }
        } catch (RuntimeException e) {
            check("path", () -> {
                throw e;
            });
        }
    }

    private String temporal() {
        if (config.temporal().target().isEmpty()) {
            return "in memory, in this process; set TEMPORAL_TARGET=host:port for a server";
        }
        try (TemporalServer server = TemporalServer.connect(config.temporal())) {
            String namespace = config.temporal().namespace();
            return config.temporal().target().get() + ", version " + server.version(namespace) + ", namespace "
                    + namespace;
        }
    }

    private String database() {
        int known = jobs.list("default", 500).size();
        return database.kind() + ", schema up to date, " + known + (known == 500 ? " or more" : "") + " jobs";
    }
}
