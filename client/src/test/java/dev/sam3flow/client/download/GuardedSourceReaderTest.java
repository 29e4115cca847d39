package dev.sam3flow.client.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.client.RawServer;
import dev.sam3flow.core.error.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing a URL says may lead to a connection to an address that is not public. */
class GuardedSourceReaderTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nVIDEO";

    private static final AtomicInteger REFUSED = new AtomicInteger();
    private static final AtomicInteger REDIRECTS = new AtomicInteger();
    private static final AtomicInteger CONNECTIONS = new AtomicInteger();

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private RawServer sentinel;

    @TempDir
    Path folder;

    /** A section of {@code docs/evidence/video.md}. */
    @AfterAll
    static void write() throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "evidence"));
        Files.write(
                folder.resolve("video-5-urls.md"),
                List.of(
                        "## URLs",
                        "",
                        "Run on " + LocalDate.now(ZoneOffset.UTC)
                                + " by `GuardedSourceReaderTest`: number forms of IPv4, mapped and"
                                + " translated IPv6, names that lead to this machine or a private network, credentials, other schemes;"
                                + " a listener waits at the address that most of them mean.",
                        "",
                        "| | |",
                        "|---|---|",
                        "| URLs, each refused | " + REFUSED + " |",
                        "| connections at the listener | " + CONNECTIONS + " |",
                        "| redirects to such addresses, each refused after the first answer | " + REDIRECTS + " |"));
    }

    @BeforeEach
    void start() throws IOException {
        sentinel = new RawServer(RawServer.saying(OK));
    }

    @AfterEach
    void stop() throws IOException {
        sentinel.close();
    }

    /** Names of a test lead where the test says; addresses are what they are. */
    private List<InetAddress> resolve(String host) throws java.net.UnknownHostException {
        asked.add(host);
        switch (host) {
            case "loopback.example":
            case "localhost":
            case "localhost.":
            case "sentinel":
                return List.of(InetAddress.getByName("127.0.0.1"));
            case "mixed.example":
                return List.of(InetAddress.getByName("93.184.215.14"), InetAddress.getByName("127.0.0.1"));
            case "private.example":
                return List.of(InetAddress.getByName("192.168.1.1"));
            case "metadata.google.internal":
                return List.of(InetAddress.getByName("169.254.169.254"));
            case "v6.example":
                return List.of(InetAddress.getByName("::1"));
            case "nat64.example":
                return List.of(InetAddress.getByName("64:ff9b::7f00:1"));
            default:
                return List.of(InetAddress.getAllByName(host));
        }
    }

    private GuardedSourceReader reader(AddressRules addresses, boolean plain, long mostBytes) {
        Duration second = Duration.ofSeconds(1);
        return new GuardedSourceReader(
                new GuardedDownload.Rules(
                        addresses, plain, Set.of(), mostBytes, second, second, second.multipliedBy(3)),
                this::resolve);
    }

    private static String read(GuardedSourceReader reader, URI uri) throws IOException {
        try (InputStream in = reader.open(uri)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:PORT/v.mp4",
                "http://127.0.0.1.:PORT/v.mp4",
                "http://127.1:PORT/v.mp4",
                "http://127.0.1:PORT/v.mp4",
                "http://2130706433:PORT/v.mp4",
                "http://0x7f000001:PORT/v.mp4",
                "http://0x7f.0.0.1:PORT/v.mp4",
                "http://0177.0.0.1:PORT/v.mp4",
                "http://017700000001:PORT/v.mp4",
                "http://127.0.0.01:PORT/v.mp4",
                "http://127.255.255.254:PORT/v.mp4",
                "http://0.0.0.0:PORT/v.mp4",
                "http://0:PORT/v.mp4",
                "http://localhost:PORT/v.mp4",
                "http://localhost.:PORT/v.mp4",
                "http://LOCALHOST:PORT/v.mp4",
                "http://sentinel:PORT/v.mp4",
                "http://loopback.example:PORT/v.mp4",
                "http://mixed.example:PORT/v.mp4",
                "http://private.example:PORT/v.mp4",
                "http://v6.example:PORT/v.mp4",
                "http://nat64.example:PORT/v.mp4",
                "http://metadata.google.internal/computeMetadata/v1/",
                "http://169.254.169.254/latest/meta-data/",
                "http://169.254.1.1:PORT/",
                "http://10.0.0.1:PORT/",
                "http://10.255.255.255:PORT/",
                "http://172.16.0.1:PORT/",
                "http://172.31.255.255:PORT/",
                "http://192.168.0.1:PORT/",
                "http://100.64.0.1:PORT/",
                "http://100.127.255.255:PORT/",
                "http://192.0.0.8:PORT/",
                "http://192.0.2.1:PORT/",
                "http://198.18.0.1:PORT/",
                "http://198.19.255.255:PORT/",
                "http://198.51.100.1:PORT/",
                "http://203.0.113.1:PORT/",
                "http://224.0.0.1:PORT/",
                "http://239.255.255.250:PORT/",
                "http://240.0.0.1:PORT/",
                "http://255.255.255.255:PORT/",
                "http://[::1]:PORT/v.mp4",
                "http://[0:0:0:0:0:0:0:1]:PORT/v.mp4",
                "http://[::]:PORT/v.mp4",
                "http://[::ffff:127.0.0.1]:PORT/v.mp4",
                "http://[::ffff:7f00:1]:PORT/v.mp4",
                "http://[::127.0.0.1]:PORT/v.mp4",
                "http://[::ffff:10.0.0.1]:PORT/",
                "http://[64:ff9b::7f00:1]:PORT/",
                "http://[64:ff9b:1::7f00:1]:PORT/",
                "http://[2002:7f00:1::]:PORT/",
                "http://[2001:0:7f00:1::]:PORT/",
                "http://[2001:db8::1]:PORT/",
                "http://[fe80::1]:PORT/",
                "http://[fe80::1%25lo]:PORT/",
                "http://[fec0::1]:PORT/",
                "http://[fc00::1]:PORT/",
                "http://[fd12:3456::1]:PORT/",
                "http://[ff02::1]:PORT/",
                "http://[100::1]:PORT/",
                "http://user@127.0.0.1:PORT/v.mp4",
                "http://public.example@127.0.0.1:PORT/v.mp4",
                "http://user:pass@93.184.215.14:PORT/v.mp4",
                "http://127.0.0.1:0/v.mp4",
                "http://127.0.0.1:99999/v.mp4",
                "http:///v.mp4",
                "http:v.mp4",
                "http://a_b.example:PORT/v.mp4",
                "https://127.0.0.1:PORT/v.mp4",
                "HTTP://127.0.0.1:PORT/v.mp4",
                "ftp://127.0.0.1:PORT/v.mp4",
                "gopher://127.0.0.1:PORT/_GET",
                "jar:http://127.0.0.1:PORT/v.jar!/v.mp4",
                "data:video/mp4;base64,AAAA",
                "rtsp://127.0.0.1:PORT/live",
                "concat:http://127.0.0.1:PORT/v.mp4",
                "v.mp4",
                "//127.0.0.1:PORT/v.mp4",
                "file://127.0.0.1/etc/passwd",
                "file:etc/passwd",
                "file:///etc",
                "file:///dev/zero",
                "file:///nowhere/at/all.mp4",
                "file:///etc/passwd?x=1"
            })
    void refusesWithoutAConnection(String url) {
        URI uri = URI.create(url.replace("PORT", String.valueOf(sentinel.port())));

        assertThatThrownBy(() -> reader(AddressRules.PUBLIC_ONLY, true, 1000).open(uri))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageNotContaining("pass@");

        REFUSED.incrementAndGet();
        CONNECTIONS.addAndGet(sentinel.connections());
        assertThat(sentinel.connections()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://10.0.0.1/x",
                "http://169.254.169.254/latest/meta-data/",
                "http://[fd00::1]/x",
                "http://private.example/x",
                "http://2130706433/x",
                "http://user@127.0.0.1/x",
                "//192.168.0.1/x",
                "file:///etc/passwd",
                "gopher://127.0.0.1/x",
                "http://0x7f.1/x",
                "::::"
            })
    void refusesWhereARedirectLeads(String location) throws IOException {
        try (RawServer leading = new RawServer(
                RawServer.saying("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location + "\r\n\r\n"))) {
            GuardedSourceReader reader = reader(AddressRules.PUBLIC_AND_THIS_MACHINE, true, 1000);

            assertThatThrownBy(() -> reader.open(leading.at("/v.mp4"))).isInstanceOf(InvalidInputException.class);

            assertThat(leading.connections()).isEqualTo(1);
            REDIRECTS.incrementAndGet();
        }
    }

    @Test
    void followsARedirectThatIsAllowedAndGivesUpOnALoop() throws IOException {
        RawServer.Talk leading = (socket, head) -> socket.getOutputStream()
                .write(("HTTP/1.1 307 Go\r\nContent-Length: 0\r\nLocation: "
                                + (head.contains("/loop") ? "/loop" : sentinel.at("/real.mp4")) + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        try (RawServer server = new RawServer(leading)) {
            GuardedSourceReader reader = reader(AddressRules.PUBLIC_AND_THIS_MACHINE, true, 1000);

            assertThat(read(reader, server.at("/once"))).isEqualTo("VIDEO");
            assertThatThrownBy(() -> reader.open(server.at("/loop")))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("5 times");
        }
    }

    /** A name whose second answer differs must not matter: it is asked once, and the connection goes to that answer. */
    @Test
    void connectsToTheAddressThatWasChecked() throws IOException {
        List<String> answers = new ArrayList<>(List.of("127.0.0.1", "10.0.0.1"));
        Resolver rebinding = host -> List.of(InetAddress.getByName(answers.remove(0)));
        Duration second = Duration.ofSeconds(1);
        GuardedSourceReader reader = new GuardedSourceReader(
                new GuardedDownload.Rules(
                        AddressRules.PUBLIC_AND_THIS_MACHINE, true, Set.of(), 1000, second, second, second),
                rebinding);

        assertThat(read(reader, URI.create("http://rebinding.example:" + sentinel.port() + "/v.mp4")))
                .isEqualTo("VIDEO");

        assertThat(answers).containsExactly("10.0.0.1");
        assertThat(sentinel.heads().get(0)).contains("Host: rebinding.example:" + sentinel.port());
    }

    @Test
    void plainHttpIsRefusedWhereOnlyHttpsIsAccepted() {
        assertThatThrownBy(() -> reader(AddressRules.PUBLIC_AND_THIS_MACHINE, false, 1000)
                        .open(sentinel.at("/v.mp4")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("only https");
        assertThat(sentinel.connections()).isZero();
    }

    @Test
    void aFileLargerThanAllowedIsRefusedByItsHeader() {
        assertThatThrownBy(() ->
                        reader(AddressRules.PUBLIC_AND_THIS_MACHINE, true, 4).open(sentinel.at("/v.mp4")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("more than 4 bytes");
    }

    @Test
    void aFileThatNeverEndsIsCutOff() throws IOException {
        try (RawServer endless = new RawServer((socket, head) -> {
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                socket.getOutputStream().write("4\r\nABCD\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        })) {
            GuardedSourceReader reader = reader(AddressRules.PUBLIC_AND_THIS_MACHINE, true, 10_000);

            assertThatThrownBy(() -> read(reader, endless.at("/v.mp4"))).isInstanceOf(InvalidInputException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nxx",
                "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nVIDEO",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "ICY 200 OK\r\n\r\n",
                ""
            })
    void anAnswerThatIsNoFileIsRefused(String answer) throws IOException {
        try (RawServer odd = new RawServer(RawServer.saying(answer))) {
            GuardedSourceReader reader = reader(AddressRules.PUBLIC_AND_THIS_MACHINE, true, 10_000);

            assertThatThrownBy(() -> reader.open(odd.at("/v.mp4"))).isInstanceOf(InvalidInputException.class);
        }
    }

    @Test
    void aBrokenDownloadGoesOnWhereItBroke() throws IOException {
        RawServer.Talk breaking = (socket, head) -> {
            String answer = head.contains("Range: bytes=3-") && head.contains("If-Range: \"v1\"")
                    ? "HTTP/1.1 206 Part\r\nContent-Range: bytes 3-4/5\r\nContent-Length: 2\r\n\r\nEO"
                    : "HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nContent-Length: 5\r\n\r\nVID";
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        };
        try (RawServer server = new RawServer(breaking)) {
            assertThat(read(reader(AddressRules.PUBLIC_AND_THIS_MACHINE, true, 1000), server.at("/v.mp4")))
                    .isEqualTo("VIDEO");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void aBrokenDownloadOfAChangedFileFails() throws IOException {
        try (RawServer server =
                new RawServer(RawServer.saying("HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nContent-Length: 5\r\n\r\nVID"))) {
            GuardedSourceReader reader = reader(AddressRules.PUBLIC_AND_THIS_MACHINE, true, 1000);

            assertThatThrownBy(() -> read(reader, server.at("/v.mp4"))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void readsAPlainFileWhateverItsName() throws IOException {
        Path file = Files.writeString(folder.resolve("a ü %41.mp4"), "VIDEO");

        assertThat(read(reader(AddressRules.PUBLIC_ONLY, true, 1000), file.toUri()))
                .isEqualTo("VIDEO");
    }

    @Test
    void publicAddressesAreAllowed() throws IOException {
        for (String address : List.of("93.184.215.14", "8.8.8.8", "2606:4700::1111", "2a00:1450::1", "172.32.0.1")) {
            assertThat(AddressRules.PUBLIC_ONLY.allows(InetAddress.getByName(address)))
                    .as(address)
                    .isTrue();
        }
    }
}
