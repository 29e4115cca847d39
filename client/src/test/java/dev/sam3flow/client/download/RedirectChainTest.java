package dev.sam3flow.client.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.client.RawServer;
import dev.sam3flow.client.internal.DirectHttp;
import dev.sam3flow.core.error.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every hop of a chain is checked as the first is: public hosts lead on, and one of them leads where nobody may go. */
class RedirectChainTest {
    @TempDir
    Path folder;

    private PublicInternet internet;
    private RawServer sentinel;
    private GuardedDownload download;

    @BeforeEach
    void start() throws Exception {
        internet = new PublicInternet(folder);
        sentinel = new RawServer(RawServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nSECRET"));
        Duration seconds = Duration.ofSeconds(5);
        download = new GuardedDownload(
                new GuardedDownload.Rules(AddressRules.PUBLIC_ONLY, true, Set.of(), 1000, seconds, seconds, seconds),
                PublicInternet::resolve,
                new DirectHttp(internet.tls(), internet.proxy()));
    }

    @AfterEach
    void stop() throws IOException {
        sentinel.close();
        internet.close();
    }

    private String read(String url) throws IOException {
        try (InputStream in = download.open(URI.create(url))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:PORT/v.mp4",
                "//127.0.0.1:PORT/v.mp4",
                "http://169.254.169.254/latest/meta-data/",
                "http://[::ffff:127.0.0.1]:PORT/v.mp4",
                "http://[::ffff:7f00:1]:PORT/v.mp4",
                "http://[::ffff:169.254.169.254]/latest/meta-data/",
                "http://[::1]:PORT/v.mp4",
                "http://[64:ff9b::7f00:1]:PORT/v.mp4",
                "http://2130706433:PORT/v.mp4",
                "http://0x7f.1:PORT/v.mp4",
                "http://inside.example:PORT/v.mp4",
                "http://user@127.0.0.1:PORT/v.mp4",
                "https://127.0.0.1:PORT/v.mp4",
                "file:///etc/passwd",
                "gopher://127.0.0.1:PORT/_GET"
            })
    void aChainWhoseFourthHopLeadsInsideIsRefusedThere(String inside) {
        internet.redirect("http://h0.example/v.mp4", "http://h1.example/v.mp4");
        internet.redirect("http://h1.example/v.mp4", "//h2.example/other.mp4");
        internet.redirect("http://h2.example/other.mp4", "/again.mp4");
        internet.redirect("http://h2.example/again.mp4", inside.replace("PORT", String.valueOf(sentinel.port())));

        assertThatThrownBy(() -> read("http://h0.example/v.mp4")).isInstanceOf(InvalidInputException.class);

        assertThat(internet.connections())
                .containsExactly("93.184.215.0:80", "93.184.215.1:80", "93.184.215.2:80", "93.184.215.2:80");
        assertThat(sentinel.connections()).isZero();
    }

    @Test
    void fiveRedirectsAreFollowed() throws IOException {
        chain(5);

        assertThat(read("http://h0.example/v.mp4")).isEqualTo("VIDEO");

        assertThat(internet.connections()).hasSize(6).endsWith("93.184.215.5:80");
    }

    @Test
    void theSixthRedirectIsNotFollowed() {
        chain(6);

        assertThatThrownBy(() -> read("http://h0.example/v.mp4"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("leads on more than 5 times");

        assertThat(internet.connections()).hasSize(6).doesNotContain("93.184.215.6:80");
    }

    private void chain(int redirects) {
        for (int i = 0; i < redirects; i++) {
            internet.redirect("http://h" + i + ".example/v.mp4", "http://h" + (i + 1) + ".example/v.mp4");
        }
    }

    @Test
    void httpMayLeadToHttps() throws IOException {
        internet.redirect("http://h0.example/v.mp4", "https://h1.example/v.mp4");
        internet.redirect("https://h1.example/v.mp4", "https://h2.example/v.mp4");

        assertThat(read("http://h0.example/v.mp4")).isEqualTo("VIDEO");

        assertThat(internet.connections()).containsExactly("93.184.215.0:80", "93.184.215.1:443", "93.184.215.2:443");
    }

    /** What was asked for in private is not sent in the open, however many hops later. */
    @ParameterizedTest
    @ValueSource(strings = {"https://h0.example/v.mp4", "https://h1.example/v.mp4", "http://h3.example/v.mp4"})
    void httpsNeverLeadsToHttp(String first) {
        internet.redirect("http://h3.example/v.mp4", "https://h0.example/v.mp4");
        internet.redirect("https://h0.example/v.mp4", "https://h1.example/v.mp4");
        internet.redirect("https://h1.example/v.mp4", "http://h2.example/v.mp4");

        assertThatThrownBy(() -> read(first))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("'h2.example' is http and was reached from https");

        assertThat(internet.connections()).doesNotContain("93.184.215.2:80").endsWith("93.184.215.1:443");
    }
}
