package dev.sam3flow.app.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.port.SourceReader;
import dev.sam3flow.core.video.Video;
import dev.sam3flow.temporal.WorkQuota;
import dev.sam3flow.video.FfmpegVideoTools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbedVideosTest {
    private static final Path BALLS = Path.of("..", "samples", "balls.mp4");
    private static final URI TALK = URI.create("https://example.com/talk.mp4?token=secret");

    private final List<URI> opened = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-28T00:00:00Z");
    private ProbedVideos videos;

    @TempDir
    Path folder;

    @BeforeEach
    void start() {
        SourceReader sources = uri -> {
            opened.add(uri);
            try {
                return Files.newInputStream(uri.getPath().contains("noise") ? Path.of("pom.xml") : BALLS);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        videos = new ProbedVideos(new FfmpegVideoTools(), sources, new WorkQuota(folder, 1 << 20), new Ticking());
    }

    private final class Ticking extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    @Test
    void aRemoteVideoIsFetchedOnceInTenMinutesAndItsCopyGoes() throws IOException {
        Video first = videos.of("acme", TALK);
        now = now.plus(Duration.ofMinutes(9));
        Video again = videos.of("acme", TALK);
        now = now.plus(Duration.ofMinutes(2));
        videos.of("acme", TALK);

        assertThat(again).isSameAs(first);
        assertThat(first.frames()).isEqualTo(250);
        assertThat(opened).hasSize(2);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void anotherTenantFetchesItForItself() throws IOException {
        videos.of("acme", TALK);
        videos.of("other", TALK);

        assertThat(opened).hasSize(2);
    }

    @Test
    void whatIsNoVideoIsNotRememberedAndLeavesNothing() throws IOException {
        URI noise = URI.create("https://example.com/noise.mp4");

        assertThatThrownBy(() -> videos.of("acme", noise)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> videos.of("acme", noise)).isInstanceOf(InvalidInputException.class);

        assertThat(opened).hasSize(2);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void anUploadIsReadOnce() {
        assertThat(videos.of(BALLS)).isSameAs(videos.of(BALLS));
    }
}
