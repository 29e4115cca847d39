package dev.sam3flow.app.rest;

import dev.sam3flow.app.wiring.Sam3Config;
import dev.sam3flow.app.wiring.WorkRoom;
import dev.sam3flow.core.port.SourceReader;
import dev.sam3flow.core.port.VideoTools;
import dev.sam3flow.core.video.Video;
import dev.sam3flow.temporal.WorkQuota;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is known about videos that a page asks about again with every change of an option. An upload's frames do not change;
 * those behind a URL are taken to stay for ten minutes, and are fetched by each tenant for itself.
 */
@Singleton
public class ProbedVideos {
    private static final int MOST_REMEMBERED = 200;
    private static final Duration REMOTE_STAYS = Duration.ofMinutes(10);

    private final VideoTools tools;
    private final SourceReader sources;
    private final WorkQuota work;
    private final Clock clock;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();

    private record Seen(Video video, Instant until) {}

    @Inject
    ProbedVideos(VideoTools tools, SourceReader sources, Sam3Config config) {
        this(tools, sources, WorkRoom.of(config), Clock.systemUTC());
    }

    /** @param work where copies of remote videos lie while they are read */
    ProbedVideos(VideoTools tools, SourceReader sources, WorkQuota work, Clock clock) {
        this.tools = tools;
        this.sources = sources;
        this.work = work;
        this.clock = clock;
    }

    Video of(Path upload) {
        return seen(upload.toString(), Instant.MAX, () -> tools.probe(upload));
    }

    Video of(String tenant, URI url) throws IOException {
        return seen(tenant + ' ' + url, clock.instant().plus(REMOTE_STAYS), () -> fetched(url));
    }

    private <E extends Exception> Video seen(String name, Instant until, Probing<E> probing) throws E {
        Seen before = seen.get(name);
        if (before != null && clock.instant().isBefore(before.until())) {
            return before.video();
        }
        Video video = probing.probe();
        if (seen.size() >= MOST_REMEMBERED) {
            seen.clear();
        }
        seen.put(name, new Seen(video, until));
        return video;
    }

    private interface Probing<E extends Exception> {
        Video probe() throws E;
    }

    private Video fetched(URI url) throws IOException {
        Path copy = Files.createTempFile(work.room(), "quote-", ".video");
        try (InputStream in = sources.open(url)) {
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            return tools.probe(copy);
        } finally {
            Files.deleteIfExists(copy);
        }
    }
}
