package dev.sam3flow.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prediction.PredictionInput;
import dev.sam3flow.core.prediction.TimeWindow;
import dev.sam3flow.core.prompt.Prompts;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An account whose API has other paths than the documented ones. */
class ApiPathTest {
    private static final PredictionId ID = new PredictionId("p1");
    private static final PredictionInput INPUT =
            new PredictionInput(URI.create("https://cdn.example/a.mp4"), Prompts.ofText("person"), true);
    private static final TimeWindow WINDOW = new TimeWindow(Instant.EPOCH, Instant.EPOCH.plusSeconds(60));

    @TempDir
    Path folder;

    /** Nothing answers at a documented path: each call that succeeds went where the settings send it. */
    @Test
    void everyCallGoesWhereTheSettingsSendIt() throws Exception {
        try (ScriptedProvider provider = new ScriptedProvider()) {
            WaveSpeedClient client = new WaveSpeedClient(provider.settings()
                    .model("acme/other-model")
                    .paths(ApiPath.ofOptions(Map.of(
                            "result", "/x/{id}",
                            "list", "/x/list",
                            "delete", "/x/delete",
                            "balance", "/x/balance",
                            "quote", "/x/quote",
                            "billing", "/x/billing",
                            "models", "/x/models",
                            "webhook-secret", "/x/secret",
                            "upload", "/x/upload")))
                    .build());
            provider.onData("POST /acme/other-model", "{\"id\":\"p1\",\"status\":\"created\"}")
                    .onData("GET /x/p1", "{\"id\":\"p1\",\"status\":\"created\"}")
                    .onData("POST /x/list", "[]")
                    .onData("POST /x/delete", "{\"deleted_count\":1}")
                    .onData("GET /x/balance", "{\"balance\":1}")
                    .onData("POST /x/quote", "{\"price\":0.05}")
                    .onData("POST /x/billing", "[]")
                    .onData("GET /x/models", "[]")
                    .onData("GET /x/secret", "{\"secret\":\"whsec_0123456789abcdef\"}")
                    .onData("POST /x/upload", "{}");

            client.submit(INPUT, null);
            client.poll(ID);
            client.find(WINDOW);
            client.delete(ID);
            client.balance();
            client.quote(INPUT);
            client.charges(List.of(ID));
            client.charges(WINDOW);
            client.models();
            client.webhookSecret();
            Path video = Files.write(folder.resolve("v.mp4"), new byte[10]);
            assertThatThrownBy(() -> client.upload(video, "v.mp4"))
                    .as("a ticket without addresses, but from the right counter")
                    .hasMessageContaining("download_url");

            assertThat(provider.seen())
                    .hasSize(11)
                    .allSatisfy(call -> assertThat(call.path()).containsPattern("/x/|/acme/other-model$"));
        }
    }

    @Test
    void theOlderFormsHavePathsToo() throws Exception {
        try (ScriptedProvider provider = new ScriptedProvider()) {
            WaveSpeedClient client = new WaveSpeedClient(provider.settings()
                    .paths(ApiPath.ofOptions(Map.of(
                            "result-older", "/o/{id}",
                            "delete-older", "/o/{id}",
                            "quote-older", "/o/pricing",
                            "upload-older", "/o/upload")))
                    .build());
            for (String newer : List.of(
                    "GET /predictions/p1/result",
                    "POST /predictions/delete",
                    "POST /model/price",
                    "POST /media/uploads")) {
                provider.on(newer, ScriptedProvider.error(405, "no"));
            }
            provider.onData("GET /o/p1", "{\"id\":\"p1\",\"status\":\"created\"}")
                    .onData("DELETE /o/p1", "{}")
                    .onData("POST /o/pricing", "{\"unit_price\":0.05}")
                    .onData("POST /o/upload", "{\"download_url\":\"https://cdn.example/v.mp4\"}");

            client.poll(ID);
            client.delete(ID);
            client.quote(INPUT);
            client.upload(Files.write(folder.resolve("v.mp4"), new byte[10]), "v.mp4");

            assertThat(provider.seen())
                    .extracting(ScriptedProvider.Seen::path)
                    .filteredOn(path -> path.contains("/o/"))
                    .hasSize(4);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "results, /x, there is no such call; there are result",
        "balance, balance, below the base URL such as /balance",
        "balance, /../secret, below the base URL",
        "balance, /a?b=c, below the base URL",
        "balance, https://other.example/balance, below the base URL",
        "balance, /x/{id}, below the base URL",
        "result, /x/result, with {id} for the prediction's id"
    })
    void aPathThatCannotBeMeantIsRefused(String call, String path, String message) {
        assertThatThrownBy(() -> ApiPath.ofOptions(Map.of(call, path)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message);
    }
}
