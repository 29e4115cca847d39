package dev.sam3flow.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People who follow jobs, machines that order more of them, and people who look around, all at once. */
class LoadIT {
    private static final String ORDER = "{\"requestKey\":\"%s\",\"video\":\"%s\",\"prompts\":[\"red ball\"]}";
    private static final int READS_A_SECOND = 20;

    /** A virtual machine compiles what it runs often: what is asked for so early is not counted. */
    private static final int WARM_UP_SECONDS = 20;

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Queue<Answer> orders = new ConcurrentLinkedQueue<>();
    private final Queue<Answer> reads = new ConcurrentLinkedQueue<>();
    private final Queue<String> errors = new ConcurrentLinkedQueue<>();
    private final AtomicInteger events = new AtomicInteger();
    private final AtomicInteger followed = new AtomicInteger();

    /** When it was asked for, of the times that were meant, and after how long it came. */
    private record Answer(int second, long millis) {}

    @Test
    void aFewFollowOrderAndLookWithoutAnError() throws Exception {
        try (RunningService service = RunningService.start(folder, Map.of())) {
            load(service, 20, 5, 0, 4);
        }
        assertThat(errors).isEmpty();
        assertThat(followed.get()).isEqualTo(20);
        assertThat(events.get()).isGreaterThan(20);
    }

    @Test
    @Tag("soak")
    void twoHundredFollowAndFiftyOrdersASecondComeIn() throws Exception {
        int seconds = Integer.getInteger("sam3.load.seconds", 120);
        try (TemporalProcess temporal = TemporalProcess.startGivingWay();
                EmbeddedPostgres database = EmbeddedPostgres.builder()
                        .setLocaleConfig("locale", "C")
                        .start()) {
            assumeThat(temporal).as("SAM3FLOW_TEMPORAL names no Temporal CLI").isNotNull();
            Map<String, String> environment = new HashMap<>(Map.of(
                    "SAM3_DATABASE_URL",
                            database.getJdbcUrl("postgres", "postgres").replaceFirst("\\?.*", ""),
                    "SAM3_DATABASE_USER", "postgres",
                    "TEMPORAL_TARGET", temporal.target()));
            Sam3Process process = new Sam3Process(folder).forLong().withJavaOption("-Xlog:gc:file=gc.log");
            try (RunningService service = RunningService.start(process, RunningService.freePort(), environment)) {
                load(service, 200, 50, WARM_UP_SECONDS, seconds);
                int done = service.json("/api/v1/jobs?phase=DONE&limit=500")
                        .path("items")
                        .size();
                Evidence.row(
                        "3 load on one process with 256 MB of heap, on PostgreSQL and a Temporal dev server that has a lower"
                                + " priority (nice 10); everything, the callers too, on this machine",
                        followed + " followers, " + counted(orders).size() + " orders in " + seconds
                                + " s (asked for: 50 a second; " + WARM_UP_SECONDS
                                + " s of the same before, not counted), "
                                + READS_A_SECOND + " reads a second: **" + errors.size() + " errors**; reads p50 "
                                + percentile(counted(reads), 50) + " ms, p99 **" + percentile(counted(reads), 99)
                                + " ms**, most "
                                + percentile(counted(reads), 100)
                                + " ms (wished for: p99 50 ms), p99 of each 10 s from the first on "
                                + course() + "; orders p50 "
                                + percentile(counted(orders), 50) + " ms, p99 " + percentile(counted(orders), 99)
                                + " ms; " + events
                                + " events to followers; " + done
                                + " jobs done meanwhile, the others wait their turn; processor time: service "
                                + service.processorTime().toSeconds() + " s, Temporal server "
                                + temporal.processorTime().toSeconds() + " s, longest pause for garbage "
                                + longestPauseMillis() + " ms");
            }
        }
        assertThat(errors).isEmpty();
        assertThat(followed.get()).isEqualTo(200);
    }

    private long longestPauseMillis() throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve("gc.log"))) {
            return (long) Math.ceil(lines.map(Pattern.compile("Pause .* ([0-9.]+)ms$")::matcher)
                    .filter(Matcher::find)
                    .mapToDouble(pause -> Double.parseDouble(pause.group(1)))
                    .max()
                    .orElse(0));
        }
    }

    private void load(RunningService service, int followers, int ordersASecond, int warmUp, int counted)
            throws Exception {
        int seconds = warmUp + counted;
        String video = RunningService.json(service.upload("/api/v1/videos", Map.of()))
                .path("id")
                .asText();
        List<String> jobs = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            jobs.add("followed-" + i);
            order(service, "followed-" + i, video);
        }
        for (int i = 0; i < followers; i++) {
            follow(service.uri("/api/v1/jobs/" + jobs.get(i % jobs.size()) + "/events"));
        }
        IntFunction<String> look = i -> List.of(
                        "/api/v1/jobs?limit=50",
                        "/api/v1/jobs/" + jobs.get(i % jobs.size()),
                        "/api/v1/ledger",
                        "/api/v1/budgets")
                .get(i % 4);
        ScheduledExecutorService callers = Executors.newScheduledThreadPool(2);
        CountDownLatch answered = new CountDownLatch(ordersASecond * seconds + READS_A_SECOND * seconds);
        repeat(
                callers,
                ordersASecond,
                seconds,
                i -> send(
                        HttpRequest.newBuilder(service.uri("/api/v1/jobs"))
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(String.format(ORDER, "load-" + i, video))),
                        202,
                        millis -> orders.add(new Answer(i / ordersASecond, millis)),
                        answered));
        repeat(
                callers,
                READS_A_SECOND,
                seconds,
                i -> send(
                        HttpRequest.newBuilder(service.uri(look.apply(i))),
                        200,
                        millis -> reads.add(new Answer(i / READS_A_SECOND, millis)),
                        answered));
        boolean all = answered.await(seconds + 90L, TimeUnit.SECONDS);
        callers.shutdownNow();
        assertThat(all)
                .as("all were answered: " + answered.getCount() + " are open")
                .isTrue();
    }

    /** At their times, whether or not those before were answered. */
    private interface Call {
        void make(int number);
    }

    private static void repeat(ScheduledExecutorService callers, int aSecond, int seconds, Call call) {
        for (int i = 0; i < aSecond * seconds; i++) {
            int number = i;
            callers.schedule(() -> call.make(number), 1_000_000L * i / aSecond, TimeUnit.MICROSECONDS);
        }
    }

    private void order(RunningService service, String key, String video) {
        assertThat(service.post("/api/v1/jobs", String.format(ORDER, key, video))
                        .statusCode())
                .isEqualTo(202);
    }

    private void send(HttpRequest.Builder request, int expected, LongConsumer took, CountDownLatch answered) {
        long begun = System.nanoTime();
        http.sendAsync(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString())
                .whenComplete((answer, failed) -> {
                    if (failed != null) {
                        errors.add(failed.toString());
                    } else if (answer.statusCode() != expected) {
                        errors.add(answer.statusCode() + " " + answer.body());
                    }
                    took.accept((System.nanoTime() - begun) / 1_000_000);
                    answered.countDown();
                });
    }

    private void follow(URI events) {
        http.sendAsync(HttpRequest.newBuilder(events).build(), BodyHandlers.ofLines())
                .thenAccept(answer -> {
                    if (answer.statusCode() == 200) {
                        followed.incrementAndGet();
                        Thread reader = new Thread(() -> {
                            try (var lines = answer.body()) {
                                lines.filter(line -> line.startsWith("data:"))
                                        .forEach(line -> this.events.incrementAndGet());
                            } catch (RuntimeException ended) {
                                // the service stops
                            }
                        });
                        reader.setDaemon(true);
                        reader.start();
                    } else {
                        errors.add("events: " + answer.statusCode());
                    }
                })
                .exceptionally(failed -> {
                    errors.add("events: " + failed);
                    return null;
                });
    }

    private static List<Long> counted(Queue<Answer> answers) {
        return answers.stream()
                .filter(answer -> answer.second() >= WARM_UP_SECONDS)
                .map(Answer::millis)
                .toList();
    }

    /** The 99th percentile of the reads of each ten seconds, those of the warming up too. */
    private List<Long> course() {
        return reads.stream()
                .collect(Collectors.groupingBy(
                        answer -> answer.second() / 10,
                        TreeMap::new,
                        Collectors.mapping(Answer::millis, Collectors.toList())))
                .values()
                .stream()
                .map(millis -> percentile(millis, 99))
                .toList();
    }

    private static long percentile(List<Long> times, int percent) {
        List<Long> sorted = times.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get(Math.max(0, (int) Math.ceil(sorted.size() * percent / 100.0) - 1));
    }
}
