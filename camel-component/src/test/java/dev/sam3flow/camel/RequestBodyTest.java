package dev.sam3flow.camel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.prediction.PredictionInput;
import dev.sam3flow.core.prompt.Prompts;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A body may name the video and say what to do with it: as a map, as JSON, as a record. */
class RequestBodyTest {
    private static final String SEGMENT = "sam3:segment?dialect=pairs-row-1&firstLook=1&pollInterval=1";

    private final FakeProvider provider = new FakeProvider();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private File video;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws Exception {
        context.getRegistry().bind("provider", provider);
        context.start();
        video = Files.writeString(folder.resolve("v.mp4"), "VIDEO").toFile();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private Exchange send(String uri, Object body, Map<String, Object> headers) {
        return context.createProducerTemplate().request(uri, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeaders(new HashMap<>(headers));
        });
    }

    private Prompts asked() {
        assertThat(provider.submits).hasSize(1);
        return provider.submits.get(0).prompts();
    }

    @Test
    void aMapSaysWhatAnOptionWouldSay() {
        Exchange done = send(
                SEGMENT,
                Map.of(
                        "video",
                        video,
                        "prompt",
                        List.of("red ball", "cloth"),
                        "points",
                        List.of(List.of(3, 1), List.of(0, 0, 0)),
                        "boxes",
                        "1,0,6,4",
                        "frameSize",
                        "7x5"),
                Map.of());

        assertThat(done.getException()).isNull();
        assertThat(done.getMessage().getBody(SegmentResult.class).frames()).hasSize(2);
        assertThat(asked().texts()).containsExactly("red ball", "cloth");
        assertThat(asked().points()).hasSize(2);
        assertThat(asked().boxes()).hasSize(1);
    }

    @Test
    void jsonSaysTheSame() {
        String json = "{\"video\": \"" + video.getPath().replace("\\", "\\\\")
                + "\", \"prompt\": \"dog\", \"points\": [[3, 1]], \"frameSize\": \"7x5\"}";

        Exchange done = send(SEGMENT, json, Map.of());

        assertThat(done.getException()).isNull();
        assertThat(asked().texts()).containsExactly("dog");
        assertThat(asked().points()).hasSize(1);
    }

    @Test
    void aRecordSaysTheSame() {
        PredictionInput input =
                new PredictionInput(URI.create("https://public.example/v.mp4"), Prompts.ofText("cat"), false);

        Exchange done = send(SEGMENT + "&allowRemoteVideo=true&frameSize=7x5", input, Map.of());

        assertThat(done.getException()).isNull();
        assertThat(asked().texts()).containsExactly("cat");
        assertThat(provider.submits.get(0).video()).isEqualTo(input.video());
    }

    @Test
    void theBodyOverridesTheOptionAndAHeaderTheBody() {
        send(
                SEGMENT + "&prompt=option&frameSize=7x5",
                Map.of("video", video, "prompt", "body"),
                Map.of(Sam3Constants.PROMPT, "header"));
        send(SEGMENT + "&prompt=option&frameSize=7x5", Map.of("video", video, "prompt", "body"), Map.of());

        assertThat(provider.submits)
                .extracting(input -> input.prompts().joinedText())
                .containsExactly("header", "body");
    }

    @Test
    void aVideoThatTheBodyNamesIsRemoteOnlyWhereThatIsAllowed() {
        Exchange refused = send(SEGMENT, Map.of("video", "https://public.example/v.mp4", "prompt", "dog"), Map.of());

        assertThat(refused.getException()).hasMessageContaining("allowRemoteVideo");
        assertThat(provider.submits).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{}",
                "{\"video\": null}",
                "{\"video\": {\"path\": \"/etc/passwd\"}}",
                "{\"video\": \"/etc\", \"prompt\": \"x\"}",
                "{\"video\": \"V\", \"prompt\": \"x\", \"apiKey\": \"other\"}",
                "{\"video\": \"V\", \"prompt\": \"x\", \"baseUrl\": \"http://evil.example\"}",
                "{\"video\": \"V\", \"prompt\": {\"text\": \"x\"}}",
                "{\"video\": \"V\", \"prompt\": \"x\", \"points\": [[1, 2, 3, 4]]}",
                "{\"video\": \"V\", \"prompt\": \"x\", \"points\": \"; rm -rf /\"}",
                "{\"video\": \"V\", \"prompt\": \"x\", \"frameSize\": \"../../x\"}",
                "{\"video\": \"V\", \"prompt\": \"x\", \"dialect\": \"magic\"}",
                "{\"video\": [[\"V\"]], \"prompt\": \"x\"}"
            })
    void aBodyThatAsksForWhatThereIsNotIsRefused(String json) {
        Exchange refused = send(SEGMENT, json.replace("\"V\"", '"' + video.getPath() + '"'), Map.of());

        assertThat(refused.getException(Sam3EndpointException.class).code()).isEqualTo("invalid-input");
        assertThat(provider.uploads).isEmpty();
        assertThat(provider.submits).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {100_000, 2_000_000})
    void jsonThatIsTooDeepOrTooLongIsRefused(int characters) {
        Exchange refused = send(SEGMENT, "{\"video\":" + "[".repeat(characters), Map.of());

        assertThat(refused.getException(Sam3EndpointException.class).code()).isEqualTo("invalid-input");
    }

    /** Who decodes is given a file that is JSON itself. */
    @Test
    void anRleFileIsNoRequest() {
        Exchange done = send(
                "sam3:decode?frameSize=7x5&dialect=pairs-row-1",
                "{\"frames\": [{\"frame_index\": 0, \"objects\": [{\"rle\": \"3 3 9 5\"}]}]}",
                Map.of());

        assertThat(done.getException()).isNull();
        assertThat(done.getMessage().getBody(SegmentResult.class).frames()).hasSize(1);
    }
}
