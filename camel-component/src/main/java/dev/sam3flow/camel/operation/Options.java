package dev.sam3flow.camel.operation;

import dev.sam3flow.camel.Sam3Configuration;
import dev.sam3flow.camel.Sam3Constants;
import dev.sam3flow.camel.decoding.DecodeRequest;
import dev.sam3flow.camel.decoding.FrameSizeText;
import dev.sam3flow.client.WebhookAddress;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.prompt.BoxPrompt;
import dev.sam3flow.core.prompt.PointPrompt;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.rle.Dialect;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** The options of one exchange: the endpoint's, unless a header overrides them. */
public final class Options {
    private final Exchange exchange;
    private final Sam3Configuration configuration;

    Options(Exchange exchange, Sam3Configuration configuration) {
        this.exchange = exchange;
        this.configuration = configuration;
    }

    /** @throws IllegalArgumentException naming both sides, where options cannot work, whatever the exchange */
    public static void check(Sam3Configuration options) {
        if (options.getPollInterval() < 1 || options.getMaxPollInterval() < options.getPollInterval()) {
            throw new IllegalArgumentException("sam3: pollInterval=" + options.getPollInterval()
                    + " and maxPollInterval=" + options.getMaxPollInterval()
                    + ": the first must be at least 1 ms and not above the second");
        }
        if (options.getPollFactor() < 1 || options.getPollJitter() < 0 || options.getPollJitter() > 1) {
            throw new IllegalArgumentException("sam3: pollFactor=" + options.getPollFactor() + " and pollJitter="
                    + options.getPollJitter() + ": the factor must be at least 1, the jitter from 0 to 1");
        }
        if (options.getFirstLook() < 0 || options.getWaitTimeout() < 0) {
            throw new IllegalArgumentException("sam3: firstLook=" + options.getFirstLook() + " and waitTimeout="
                    + options.getWaitTimeout() + ": neither may be negative");
        }
        if (options.getQuietPeriod() < 0 || options.getMaxVideoBytes() < 1) {
            throw new IllegalArgumentException("sam3: quietPeriod=" + options.getQuietPeriod() + " and maxVideoBytes="
                    + options.getMaxVideoBytes() + ": the first may not be negative, the second must be at least 1");
        }
        if (options.getWebhookUrl() != null) {
            new WebhookAddress(URI.create(options.getWebhookUrl()));
        }
        dialect(options.getDialect());
        points(options.getPoints());
        boxes(options.getBoxes());
        FrameSizeText.parse(options.getFrameSize());
        maxCharge(options.getMaxCharge());
    }

    Prompts prompts() {
        String text = text(Sam3Constants.PROMPT, configuration.getPrompt());
        if (text == null) {
            throw new InvalidInputException("no prompt: set the option prompt or the header " + Sam3Constants.PROMPT
                    + " to a short noun phrase such as \"person\"");
        }
        return new Prompts(
                List.of(text.split(",", -1)),
                points(text(Sam3Constants.POINTS, configuration.getPoints())),
                boxes(text(Sam3Constants.BOXES, configuration.getBoxes())));
    }

    /** Name of a dialect, or {@link JobRequest#AUTO_DIALECT}. */
    String dialect() {
        String named = text(Sam3Constants.DIALECT, configuration.getDialect());
        return dialect(named == null ? JobRequest.AUTO_DIALECT : named);
    }

    DecodeRequest decodeRequest() {
        return new DecodeRequest(dialect(), frameSize(), frameCount(), null);
    }

    @Nullable
    FrameSize frameSize() {
        return FrameSizeText.parse(text(Sam3Constants.FRAME_SIZE, configuration.getFrameSize()));
    }

    @Nullable
    Integer frameCount() {
        return exchange.getMessage().getHeader(Sam3Constants.FRAME_COUNT, Integer.class);
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
        return new PollPolicy(
                Duration.ofMillis(configuration.getFirstLook()),
                Duration.ofMillis(configuration.getPollInterval()),
                configuration.getPollFactor(),
                Duration.ofMillis(configuration.getMaxPollInterval()),
                configuration.getPollJitter());
    }

    @Nullable
    MicroUsd maxCharge() {
        return maxCharge(text(Sam3Constants.MAX_CHARGE, configuration.getMaxCharge()));
    }

    String tenant() {
        String overridden = text(Sam3Constants.TENANT, null);
        return overridden == null ? configuration.getTenant() : overridden;
    }

    @Nullable
    String requestKey() {
        return text(Sam3Constants.REQUEST_KEY, configuration.getRequestKey());
    }

    private @Nullable String text(String header, @Nullable String option) {
        String overridden = exchange.getMessage().getHeader(header, String.class);
        return overridden == null ? option : overridden;
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
                all.add(java.util.Arrays.stream(parts)
                        .mapToInt(Integer::parseInt)
                        .toArray());
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
