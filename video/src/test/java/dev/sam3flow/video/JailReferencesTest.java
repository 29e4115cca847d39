package dev.sam3flow.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sam3flow.core.error.MediaException;
import dev.sam3flow.video.internal.Arguments;
import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Films whose data is said to lie elsewhere, session descriptions, and whether the witnesses of the jail see anything at all. */
class JailReferencesTest extends JailBench {
    /** What ffprobe does with a file where nothing guards; its own time is short. */
    private void unguarded(String... words) {
        List<String> command =
                new ArrayList<>(List.of(BarCodeClip.PROGRAMS.ffprobe().toString(), "-v", "error"));
        command.addAll(List.of(words));
        run(command);
    }

    private static void run(List<String> command) {
        try {
            ChildProcess.run(
                    command,
                    BarCodeClip.PROGRAMS.environment(),
                    ChildProcess.Limits.DEFAULTS.withWallClock(Duration.ofSeconds(3)));
        } catch (MediaException tookLonger) {
            assertThat(tookLonger).hasMessageContaining("longer than 3 s");
        }
    }

    private byte[] film() throws IOException {
        return Files.readAllBytes(canary);
    }

    @Test
    void aFilmWhoseDataLiesElsewhereIsRefused() throws IOException {
        refused(Files.write(temp.resolve("url.mov"), ReferenceMovie.toUrl(film(), "file://" + canary)));
        refused(Files.write(
                temp.resolve("web.mov"),
                ReferenceMovie.toUrl(film(), "http://" + sentinel.forConnections() + "/canary.mp4")));
        refused(Files.write(temp.resolve("path.mov"), ReferenceMovie.toPath(film(), canary)));
        refused(Files.write(temp.resolve("beside.mov"), ReferenceMovie.toFolderBeside(film(), canary)));
    }

    @Test
    void theDataThatLiesElsewhereIsReadWhereNothingGuards() throws IOException {
        assumeThat(watch.tells())
                .as("a file system that tells when a file was read")
                .isTrue();
        Path path = Files.write(temp.resolve("path.mov"), ReferenceMovie.toPath(film(), canary));
        Path beside = Files.write(temp.resolve("beside.mov"), ReferenceMovie.toFolderBeside(film(), canary));
        watch.arm();

        unguarded("-enable_drefs", "1", "-use_absolute_path", "1", "-show_packets", "-i", path.toString());

        assertThat(watch.wasRead()).isTrue();
        watch.arm();

        unguarded("-enable_drefs", "1", "-show_packets", "-i", beside.toString());

        assertThat(watch.wasRead()).isTrue();
    }

    @Test
    void aListThatNamesTheCanaryReadsItWhereNothingGuards() throws IOException {
        assumeThat(watch.tells())
                .as("a file system that tells when a file was read")
                .isTrue();
        Path list = Files.writeString(temp.resolve("list.mp4"), "ffconcat version 1.0\nfile '" + canary + "'\n");

        unguarded("-safe", "0", "-f", "concat", "-show_packets", "-i", list.toString());

        assertThat(watch.wasRead()).isTrue();
    }

    private static String session(String address, int port) {
        return "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 " + address + "\nt=0 0\nm=video " + port
                + " RTP/AVP 96\na=rtpmap:96 H264/90000\n";
    }

    /** Nobody is called for a session: its receiver opens a port. */
    @Test
    void aSessionDescriptionOpensNoPort() throws IOException {
        assumeThat(PortWatch.tells())
                .as("a system that tells which ports are open")
                .isTrue();
        int port = freePort();
        for (String ending : List.of("mp4", "mkv", "avi", "ts", "sdp")) {
            Path file = Files.writeString(temp.resolve("session." + ending), session("127.0.0.1", port));

            boolean opened = PortWatch.sawOpen(port, () -> {
                try {
                    refused(file);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });

            PORTS_WATCHED.incrementAndGet();
            PORTS_OPENED.addAndGet(opened ? 1 : 0);
            assertThat(opened).as(ending).isFalse();
        }
    }

    @Test
    void aSessionDescriptionOpensItsPortWhereNothingGuards() throws IOException {
        assumeThat(PortWatch.tells())
                .as("a system that tells which ports are open")
                .isTrue();
        int port = freePort();
        Path file = Files.writeString(temp.resolve("session.sdp"), session("127.0.0.1", port));

        assertThat(PortWatch.sawOpen(
                        port,
                        () -> unguarded("-protocol_whitelist", "file,rtp,udp", "-f", "sdp", "-i", file.toString())))
                .isTrue();
    }

    /** An even one, as sessions have; the next is for reports. */
    private static int freePort() throws IOException {
        while (true) {
            try (DatagramSocket socket = new DatagramSocket(0)) {
                if (socket.getLocalPort() % 2 == 0) {
                    return socket.getLocalPort();
                }
            }
        }
    }

    @Test
    void callsAreSeenWhereNothingGuards() throws IOException {
        unguarded("-i", "http://" + sentinel.forConnections() + "/x.mp4");
        assertThat(sentinel.wasConnected()).isTrue();

        run(Arguments.ffmpeg(BarCodeClip.PROGRAMS)
                .add("-f", "lavfi", "-i", "color=size=64x64:rate=25", "-frames:v", "1", "-c:v", "mpeg4")
                .add("-f", "mpegts", "udp://" + sentinel.forDatagrams())
                .words());
        assertThat(sentinel.wasSent()).isTrue();
        while (sentinel.wasConnected() || sentinel.wasSent()) {}
    }
}
