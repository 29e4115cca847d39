package dev.sam3flow.camel.operation;

import dev.sam3flow.camel.Sam3Configuration;
import dev.sam3flow.camel.Sam3Constants;
import dev.sam3flow.camel.decoding.DecodeRequest;
import dev.sam3flow.camel.decoding.FrameSizeText;
import dev.sam3flow.client.WebhookAddress;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.job.JobCommand;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobRequest.FailurePolicy;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.plan.PlanOptions.Objective;
import dev.sam3flow.core.prompt.BoxPrompt;
import dev.sam3flow.core.prompt.PointPrompt;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.rle.Dialect;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** The options of one exchange: the endpoint's, unless the body or a header overrides them. */
public final class Options {
    private final Exchange exchange;
    private final Sam3Configuration configuration;
    private final BodyRequest body;

    private Options(Exchange exchange, Sam3Configuration configuration, BodyRequest body) {
        this.exchange = exchange;
        this.configuration = configuration;
        this.body = body;
    }

    /** Of an exchange whose body is no video. */
    static Options of(Exchange exchange, Sam3Configuration configuration) {
        return new Options(exchange, configuration, BodyRequest.NOTHING);
    }

    /** Of an exchange whose body is a video, or says what to do with one: a header overrides it. */
    static Options ofVideo(Exchange exchange, Sam3Configuration configuration) {
        return new Options(exchange, configuration, BodyRequest.of(exchange));
    }

    /** @throws IllegalArgumentException naming both sides, where options cannot work, whatever the exchange */
    public static void check(Sam3Configuration options) {
        new PollPolicy(
                Duration.ofMillis(options.getFirstLook()),
                Duration.ofMillis(options.getPollInterval()),
                options.getPollFactor(),
                Duration.ofMillis(options.getMaxPollInterval()),
                options.getPollJitter(),
                Duration.ofMillis(options.getMaxRetryAfter()));
        if (options.getWaitTimeout() < 0) {
            throw new IllegalArgumentException(
                    "sam3: waitTimeout=" + options.getWaitTimeout() + ": it may not be negative");
        }
        if (options.getQuietPeriod() < 0 || options.getMaxVideoBytes() < 1) {
            throw new IllegalArgumentException("sam3: quietPeriod=" + options.getQuietPeriod() + " and maxVideoBytes="
                    + options.getMaxVideoBytes() + ": the first may not be negative, the second must be at least 1");
        }
        boolean port = options.getProxyPort() > 0 && options.getProxyPort() <= 65_535;
        if (options.getProxyHost() == null ? options.getProxyPort() != 0 : !port) {
            throw new IllegalArgumentException("sam3: proxyHost=" + options.getProxyHost() + " and proxyPort="
                    + options.getProxyPort() + ": give both, the port from 1 to 65535, or neither");
        }
        if (options.getWebhookUrl() != null) {
            WebhookAddress webhook = new WebhookAddress(URI.create(options.getWebhookUrl()));
            if (options.getApiKey() != null) {
                webhook.reachableFrom(URI.create(options.getBaseUrl()));
            }
        }
        dialect(options.getDialect());
        points(options.getPoints());
        boxes(options.getBoxes());
        FrameSizeText.parse(options.getFrameSize());
        maxCharge(options.getMaxCharge());
        choice(Objective.class, "objective", options.getObjective());
        choice(FailurePolicy.class, "onChunkFailure", options.getOnChunkFailure());
        if (options.getAtFrame() < 0) {
            throw new IllegalArgumentException("sam3: atFrame=" + options.getAtFrame() + ": frames count from 0");
        }
        if (options.getPriority() < 1 || options.getPriority() > 5) {
            throw new IllegalArgumentException(
                    "sam3: priority=" + options.getPriority() + ": give a number from 1, first, to 5, last");
        }
        String command = options.getCommand();
        if (command != null) {
            command(command);
        }
    }

    /** What one prediction is asked for: it takes points and boxes at its video's first frame only. */
    Prompts firstFramePrompts() {
        Prompts prompts = prompts();
        if (prompts.atFrame() > 0) {
            throw new InvalidInputException("points and boxes at frame " + prompts.atFrame()
                    + ": one prediction takes them at frame 0 of its video; use sam3:job, or cut the video there");
        }
        return prompts;
    }

    Prompts prompts() {
        if (body.prompts() != null) {
            return body.prompts();
        }
        String text = text(Sam3Constants.PROMPT, "prompt", configuration.getPrompt());
        if (text == null) {
            throw new InvalidInputException("no prompt: set the option prompt or the header " + Sam3Constants.PROMPT
                    + " to a short noun phrase such as \"person\"");
        }
        return new Prompts(
                List.of(text.split(",", -1)),
                points(text(Sam3Constants.POINTS, "points", configuration.getPoints())),
                boxes(text(Sam3Constants.BOXES, "boxes", configuration.getBoxes())),
                atFrame());
    }

    private int atFrame() {
        String given = text(Sam3Constants.AT_FRAME, "atFrame", null);
        if (given == null) {
            return configuration.getAtFrame();
        }
        if (!given.strip().matches("[0-9]{1,9}")) {
            throw new InvalidInputException("atFrame '" + shown(given) + "': give a frame's index, counted from 0");
        }
        return Integer.parseInt(given.strip());
    }

    Objective objective() {
        String given = text(Sam3Constants.OBJECTIVE, "objective", configuration.getObjective());
        return choice(Objective.class, "objective", String.valueOf(given));
    }

    FailurePolicy onChunkFailure() {
        return choice(FailurePolicy.class, "onChunkFailure", configuration.getOnChunkFailure());
    }

    boolean sceneCuts() {
        return flag(Sam3Constants.SCENE_CUTS, "sceneCuts", configuration.isSceneCuts());
    }

    boolean perObject() {
        return flag(Sam3Constants.PER_OBJECT, "perObject", configuration.isPerObject());
    }

    boolean autoRepair() {
        return flag(Sam3Constants.AUTO_REPAIR, "autoRepair", configuration.isAutoRepair());
    }

    private boolean flag(String header, String field, boolean option) {
        String given = text(header, field, null);
        if (given == null) {
            return option;
        }
        String value = given.strip();
        if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
            throw new InvalidInputException(field + " '" + shown(given) + "': give true or false");
        }
        return value.equalsIgnoreCase("true");
    }

    private static <E extends Enum<E>> E choice(Class<E> type, String what, String name) {
        return Arrays.stream(type.getEnumConstants())
                .filter(value -> value.name().equalsIgnoreCase(name.strip()))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(what + " '" + shown(name) + "': give one of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(value -> value.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))));
    }

    private static String shown(String given) {
        return given.substring(0, Math.min(40, given.length())).replaceAll("\\p{Cntrl}", "?");
    }

    /** Name of a dialect, or {@link JobRequest#AUTO_DIALECT}. */
    String dialect() {
        String named = text(Sam3Constants.DIALECT, "dialect", configuration.getDialect());
        return dialect(named == null ? JobRequest.AUTO_DIALECT : named);
    }

    DecodeRequest decodeRequest() {
        return new DecodeRequest(dialect(), frameSize(), frameCount(), null);
    }

    @Nullable
    FrameSize frameSize() {
        return FrameSizeText.parse(text(Sam3Constants.FRAME_SIZE, "frameSize", configuration.getFrameSize()));
    }

    @Nullable
    Integer frameCount() {
        return exchange.getMessage().getHeader(Sam3Constants.FRAME_COUNT, Integer.class);
    }

    /** What a job is told. */
    JobCommand command() {
        String text = text(Sam3Constants.COMMAND, "command", configuration.getCommand());
        if (text == null) {
            throw new InvalidInputException("no command: set the option command or the header " + Sam3Constants.COMMAND
                    + " to " + JobCommand.FORMS);
        }
        return command(text);
    }

    private static JobCommand command(String text) {
        return JobCommand.parse(List.of(text.strip().split("\\s+")));
    }

    /** Zero for no limit. */
    Duration waitTimeout() {
        Long overridden = exchange.getMessage().getHeader(Sam3Constants.WAIT_TIMEOUT, Long.class);
        long millis = overridden == null ? configuration.getWaitTimeout() : overridden;
        if (millis < 0) {
            throw new InvalidInputException("wait time-out of " + millis + " ms: give 0 for none, or more");
        }
        return Duration.ofMillis(millis);
    }

    PollPolicy pollPolicy() {
        try {
            return new PollPolicy(
                    Duration.ofMillis(number(Sam3Constants.FIRST_LOOK, configuration.getFirstLook())),
                    Duration.ofMillis(number(Sam3Constants.POLL_INTERVAL, configuration.getPollInterval())),
                    number(Sam3Constants.POLL_FACTOR, configuration.getPollFactor()),
                    Duration.ofMillis(number(Sam3Constants.MAX_POLL_INTERVAL, configuration.getMaxPollInterval())),
                    number(Sam3Constants.POLL_JITTER, configuration.getPollJitter()),
                    Duration.ofMillis(number(Sam3Constants.MAX_RETRY_AFTER, configuration.getMaxRetryAfter())));
        } catch (IllegalArgumentException impossible) {
            throw new InvalidInputException(
                    "headers of the pause between looks: " + impossible.getMessage(), impossible);
        }
    }

    private long number(String header, long option) {
        return header(header, option, Long.class);
    }

    private double number(String header, double option) {
        return header(header, option, Double.class);
    }

    private <T> T header(String name, T option, Class<T> type) {
        Object given = exchange.getMessage().getHeader(name);
        T overridden = exchange.getMessage().getHeader(name, type);
        if (given != null && overridden == null) {
            throw new InvalidInputException("header " + name + " is no number: give one as the option writes it");
        }
        return overridden == null ? option : overridden;
    }

    @Nullable
    MicroUsd maxCharge() {
        return maxCharge(text(Sam3Constants.MAX_CHARGE, "maxCharge", configuration.getMaxCharge()));
    }

    String tenant() {
        String overridden = text(Sam3Constants.TENANT, "tenant", null);
        return overridden == null ? configuration.getTenant() : overridden;
    }

    @Nullable
    String requestKey() {
        return text(Sam3Constants.REQUEST_KEY, "requestKey", configuration.getRequestKey());
    }

    private @Nullable String text(String header, String field, @Nullable String option) {
        String overridden = exchange.getMessage().getHeader(header, String.class);
        String asked = overridden == null ? body.field(field) : overridden;
        return asked == null ? option : asked;
    }

    private static String dialect(String name) {
        return name.equals(JobRequest.AUTO_DIALECT)
                ? name
                : Dialect.ofOption(name).optionName();
    }

    private static List<PointPrompt> points(@Nullable String text) {
        List<PointPrompt> points = new ArrayList<>();
        for (int[] numbers : numbers(text, "point", "x,y or x,y,0", 2, 3)) {
            if (numbers.length == 3 && numbers[2] != 0 && numbers[2] != 1) {
                throw new InvalidInputException("point label " + numbers[2] + ": 1 is foreground, 0 background");
            }
            points.add(new PointPrompt(numbers[0], numbers[1], numbers.length == 2 || numbers[2] == 1));
        }
        return points;
    }

    private static List<BoxPrompt> boxes(@Nullable String text) {
        List<BoxPrompt> boxes = new ArrayList<>();
        for (int[] numbers : numbers(text, "box", "xMin,yMin,xMax,yMax", 4, 4)) {
            boxes.add(new BoxPrompt(numbers[0], numbers[1], numbers[2], numbers[3]));
        }
        return boxes;
    }

    private static List<int[]> numbers(@Nullable String text, String what, String form, int least, int most) {
        List<int[]> all = new ArrayList<>();
        if (text == null || text.isBlank()) {
            return all;
        }
        for (String item : text.split(";", -1)) {
            String[] parts = item.strip().split("\\s*,\\s*", -1);
            if (parts.length < least || parts.length > most || !item.matches("[0-9, ]{1,60}")) {
                throw new InvalidInputException(what + " '" + item.strip() + "': write " + form + " in whole pixels");
            }
            try {
                all.add(Arrays.stream(parts).mapToInt(Integer::parseInt).toArray());
            } catch (NumberFormatException noNumber) {
                throw new InvalidInputException(
                        what + " '" + item.strip() + "': write " + form + " in whole pixels", noNumber);
            }
        }
        return all;
    }

    private static @Nullable MicroUsd maxCharge(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return MicroUsd.ofUsd(text.strip());
        } catch (ArithmeticException | NumberFormatException noAmount) {
            throw new InvalidInputException(
                    "maximum charge '" + text + "': give an amount of USD such as 3.50", noAmount);
        }
    }
}
