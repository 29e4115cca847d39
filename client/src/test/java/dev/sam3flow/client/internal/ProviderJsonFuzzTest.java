package dev.sam3flow.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sam3flow.core.error.MalformedResponseException;
import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.core.prediction.PredictionStatus;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** Answers and callbacks from anywhere: understood, or refused as malformed; never any other error. */
@Tag("fuzz")
class ProviderJsonFuzzTest {
    @FuzzTest(maxDuration = "20m", maxExecutions = 200_000)
    void answersAreUnderstoodOrRefusedAsMalformed(byte[] input) {
        Envelope envelope = Envelope.read(input);
        assertThat(envelope.message()).doesNotContain("\n");
        look(envelope.data());
        Json.tryParse(input).ifPresent(ProviderJsonFuzzTest::look);
    }

    private static void look(JsonNode node) {
        OutputsReader.read(node);
        prediction(node);
        for (JsonNode item : items(node)) {
            prediction(item);
        }
        try {
            MoneyReader.usd(node, "balance");
        } catch (MalformedResponseException refused) {
            assertThat(refused).hasMessageContaining("balance");
        }
    }

    private static void prediction(JsonNode node) {
        try {
            Prediction prediction = PredictionReader.read(node);
            assertThat(prediction.id().value()).isNotBlank();
            assertThat(prediction.outputs() != null).isEqualTo(prediction.status() == PredictionStatus.COMPLETED);
        } catch (MalformedResponseException refused) {
            assertThat(refused.getMessage()).doesNotContain("\n");
        }
    }

    private static List<JsonNode> items(JsonNode node) {
        try {
            return Lists.items(node, "the test");
        } catch (MalformedResponseException refused) {
            return List.of();
        }
    }
}
