package dev.sam3flow.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sam3flow.core.error.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A canary that hostile files want to be read, and ports that they want to be called; who is lured by them is told of. */
abstract class JailBench {
    static final VideoLimits LIMITS =
            new VideoLimits(1L << 31, 8192, 8192 * 8192, 100_000, 64, Duration.ofSeconds(30), 1, 1L << 32);
    static final FfmpegVideoTools TOOLS = new FfmpegVideoTools(BarCodeClip.PROGRAMS, LIMITS);

    static final AtomicInteger REFUSED = new AtomicInteger();
    static final AtomicInteger NAMES = new AtomicInteger();
    static final AtomicInteger KILLED = new AtomicInteger();
    private static final AtomicInteger WATCHED = new AtomicInteger();
    private static final AtomicInteger READS = new AtomicInteger();
    private static final AtomicInteger CONNECTIONS = new AtomicInteger();
    private static final AtomicInteger DATAGRAMS = new AtomicInteger();
    static final AtomicInteger PORTS_WATCHED = new AtomicInteger();
    static final AtomicInteger PORTS_OPENED = new AtomicInteger();

    @TempDir
    Path temp;

    Sentinel sentinel;
    /** A real video: whoever follows a reference to it succeeds, and the probe would not be refused. */
    Path canary;

    Canary watch;

    /** A section of {@code docs/evidence/video.md}: of all classes of this kind that have run. */
    @AfterAll
    static void write() throws IOException {
        Evidence page = new Evidence("3-jail", "The jail", 5);
        page.line(
                "By `JailTest` and `JailReferencesTest`: playlists, ffconcat lists, MPDs, drawings, session descriptions and"
                        + " metadata files under the names of videos, and MOVs without data, that refer to a real video (the"
                        + " canary) or to ports that are listened at; archives, noise, nested boxes, giants. That each witness"
                        + " sees what it watches for is tested beside, with ffmpeg where nothing guards.");
        page.line("");
        page.line("| | |");
        page.line("|---|---|");
        page.line("| hostile files, each refused as invalid input within 40 s | " + REFUSED + " |");
        page.line("| hostile files that keep a reader busy, killed at the limit of time | " + KILLED + " |");
        page.line("| names that mean something to ffmpeg, each read as the name of a file | " + NAMES + " |");
        page.line("| of all these, such that a canary outside the work folder was watched by its time of last access | "
                + WATCHED + " |");
        page.line("| reads of the canary | " + READS + " |");
        page.line("| connections at the TCP port | " + CONNECTIONS + " |");
        page.line("| datagrams at the UDP port | " + DATAGRAMS + " |");
        page.line("| session descriptions whose UDP port was watched | " + PORTS_WATCHED + " |");
        page.line("| of these, such whose port was opened | " + PORTS_OPENED + " |");
        page.write();
    }

    @BeforeEach
    void listen() throws IOException {
        sentinel = new Sentinel();
        Path outside = Files.createDirectory(temp.resolve("outside"));
        canary = BarCodeClip.make(outside.resolve("canary.mp4"), 30, "-c:v", "libopenh264", "-b:v", "2M");
        watch = new Canary(canary);
    }

    @AfterEach
    void nobodyCalled() throws IOException {
        boolean connected = sentinel.wasConnected();
        boolean sent = sentinel.wasSent();
        sentinel.close();
        CONNECTIONS.addAndGet(connected ? 1 : 0);
        DATAGRAMS.addAndGet(sent ? 1 : 0);
        assertThat(connected).as("a file made ffmpeg connect").isFalse();
        assertThat(sent).as("a file made ffmpeg send").isFalse();
    }

    /** Fails where somebody read the canary while {@code work} went on; where the file system does not tell, only works. */
    void unread(Runnable work) throws IOException {
        boolean tells = watch.tells();
        work.run();
        if (tells) {
            WATCHED.incrementAndGet();
            READS.addAndGet(watch.wasRead() ? 1 : 0);
            assertThat(watch.wasRead()).as("the canary was read").isFalse();
        }
    }

    void refused(Path file) throws IOException {
        long before = System.nanoTime();
        unread(() -> assertThat(catchThrowable(() -> TOOLS.probe(file)))
                .as("%s", file.getFileName())
                .isInstanceOf(InvalidInputException.class));
        REFUSED.incrementAndGet();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(40));
    }
}
