package dev.sam3flow.core.rle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sam3flow.core.error.MalformedRleException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tokens are Jackson's, token for token; what Jackson refuses is refused. */
class JsonTokensTest {
    private static final List<String> PARTS = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            " ",
            "\n",
            "\t",
            "\"frame\"",
            "\"counts\"",
            "\"0l\\\\3\"",
            "\"\\u00e9\\ud83d\\ude00\"",
            "\"\u00e9\u20ac\ud83d\ude00\"",
            "\"\\n\\t\\/\\b\\f\\r\\\"\"",
            "0",
            "-0",
            "12",
            "-7.25",
            "1e3",
            "2.5E-2",
            "true",
            "false",
            "null",
            "01",
            "1.",
            "-",
            "tru",
            "\"\\x\"",
            "\"\u0001\"",
            "\"open");

    private final Random random = new Random(31);

    private static List<String> ours(InputStream in) throws IOException {
        List<String> seen = new ArrayList<>();
        try (JsonTokens tokens = new JsonTokens(in, RleLimits.STANDARD)) {
            for (JsonToken token = tokens.nextOrEnd(); token != null; token = tokens.nextOrEnd()) {
                seen.add(token + " " + (token.isScalarValue() || token == JsonToken.FIELD_NAME ? tokens.text() : ""));
            }
        }
        return seen;
    }

    private static List<String> jacksons(byte[] json) throws IOException {
        List<String> seen = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                boolean hasText = token.isScalarValue() || token == JsonToken.FIELD_NAME;
                seen.add(token + " " + (hasText ? parser.getText() : ""));
            }
        }
        return seen;
    }

    private String value(int depth) {
        int kind = random.nextInt(depth > 4 ? 15 : 20);
        if (kind < 15) {
            return PARTS.get(9 + kind);
        }
        StringBuilder json = new StringBuilder(kind < 17 ? "[" : "{");
        for (int i = random.nextInt(5); i > 0; i--) {
            json.append(kind < 17 ? "" : PARTS.get(9 + random.nextInt(6)) + " : ")
                    .append(value(depth + 1));
            json.append(i > 1 ? " ,\n" : "");
        }
        return json.append(kind < 17 ? "]" : "}").toString();
    }

    @Test
    void readsEveryValueAsJacksonDoes() throws IOException {
        for (int i = 0; i < 2000; i++) {
            byte[] json = (value(0) + "\n" + value(0)).getBytes(StandardCharsets.UTF_8);

            assertThat(ours(new ByteArrayInputStream(json))).isEqualTo(jacksons(json));
        }
    }

    @Test
    void acceptsNothingThatJacksonRefuses() {
        int accepted = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] json = i % 2 == 0 ? parts() : damaged(value(0).getBytes(StandardCharsets.UTF_8));
            List<String> seen;
            try {
                seen = ours(new ByteArrayInputStream(json));
            } catch (MalformedRleException e) {
                assertThat(e.offset()).isBetween(0L, (long) json.length);
                continue;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            accepted++;
            String text = new String(json, StandardCharsets.UTF_8);
            assertThat(seen).as(text).isEqualTo(assertRead(json, text));
        }
        assertThat(accepted).isGreaterThan(1000);
    }

    private static List<String> assertRead(byte[] json, String text) {
        try {
            return jacksons(json);
        } catch (IOException e) {
            throw new AssertionError("accepted: " + text, e);
        }
    }

    private byte[] parts() {
        StringBuilder json = new StringBuilder();
        for (int i = 1 + random.nextInt(6); i > 0; i--) {
            json.append(PARTS.get(random.nextInt(PARTS.size())));
        }
        return json.append(' ').toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] damaged(byte[] json) {
        json[random.nextInt(json.length)] = (byte) random.nextInt(256);
        return json;
    }

    /** Reads that end anywhere, as those of a socket do: within an escape, a name, a number. */
    @Test
    void aStreamMayComeInPiecesOfAnySize() throws IOException {
        String json =
                "[\"" + "0l\\\\3".repeat(40_000) + "\", {\"\u20ac\" : -12.5e1, \"b\": \"\\ud83d\\ude00\"}, 123456]";
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        InputStream drops = new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] into, int from, int length) {
                return super.read(into, from, Math.min(length, 1 + random.nextInt(7)));
            }

            @Override
            public int read(byte[] into) {
                return read(into, 0, into.length);
            }
        };

        assertThat(ours(drops)).isEqualTo(jacksons(bytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\\ud83d\"",
                "\"\\ud83d\\u0041\"",
                "\"\\ude00\"",
                "\"\\u12g4\"",
                "[1,]",
                "{\"a\":1,}",
                "[1 2]",
                "+1"
            })
    void refusesWhatIsNoJson(String json) {
        assertThatThrownBy(() -> ours(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(MalformedRleException.class)
                .hasMessageContaining("not the JSON");
    }
}
