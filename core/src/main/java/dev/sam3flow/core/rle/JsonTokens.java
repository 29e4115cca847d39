package dev.sam3flow.core.rle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.sam3flow.core.error.MalformedRleException;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** JSON tokens of a stream, one after the other, each with its offset; broken JSON is malformed RLE. */
final class JsonTokens implements AutoCloseable {
    private static final int LONGEST_NUMBER = 40;
    private static final int LONGEST_NAME = 1000;

    private final JsonParser parser;
    private final int longestText;

    JsonTokens(InputStream in, RleLimits limits) throws IOException {
        StreamReadConstraints constraints = StreamReadConstraints.builder()
                .maxNestingDepth(limits.depth())
                .maxStringLength(limits.textBytes())
                .maxNumberLength(LONGEST_NUMBER)
                .maxNameLength(LONGEST_NAME)
                .build();
        longestText = limits.textBytes();
        JsonFactory json = JsonFactory.builder()
                .streamReadConstraints(constraints)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
                .build();
        try {
            parser = json.createParser(in);
        } catch (CharConversionException e) {
            throw new MalformedRleException(0, "not UTF-8: " + e.getMessage());
        }
    }

    /** The next token; null at the end of the stream. */
    @Nullable
    JsonToken nextOrEnd() throws IOException {
        try {
            return parser.nextToken();
        } catch (JsonProcessingException | CharConversionException e) {
            throw broken(e);
        }
    }

    /** The next token of a value that has begun. */
    JsonToken next() throws IOException {
        JsonToken token = nextOrEnd();
        if (token == null) {
            throw malformed("the file ends within a value");
        }
        return token;
    }

    JsonToken current() {
        return Objects.requireNonNull(parser.currentToken());
    }

    /** Byte at which the current token starts. */
    long offset() {
        return parser.currentTokenLocation().getByteOffset();
    }

    String name() throws IOException {
        return parser.currentName();
    }

    /** Text of a string, a name or a number. */
    String text() throws IOException {
        try {
            return parser.getText();
        } catch (JsonProcessingException | CharConversionException e) {
            throw broken(e);
        }
    }

    /** The current string as RLE text. Characters beyond ASCII become -1, which no dialect has; '?' is COCO's. */
    RawRle.Text rleText() throws IOException {
        long start = offset() + 1;
        try {
            char[] characters = parser.getTextCharacters();
            int from = parser.getTextOffset();
            int length = parser.getTextLength();
            if (length > longestText) {
                // the parser itself counts only what its first buffer cannot hold
                throw malformed("a text of " + length + " characters: at most " + longestText + " are accepted");
            }
            byte[] bytes = new byte[length];
            for (int i = 0; i < bytes.length; i++) {
                char character = characters[from + i];
                bytes[i] = character < 128 ? (byte) character : -1;
            }
            return new RawRle.Text(bytes, start);
        } catch (JsonProcessingException | CharConversionException e) {
            throw broken(e);
        }
    }

    /** The current number, which must be whole and 0 or more. */
    int count() throws IOException {
        int value = -1;
        try {
            value = current() == JsonToken.VALUE_NUMBER_INT ? parser.getIntValue() : -1;
        } catch (JsonProcessingException | CharConversionException e) {
            throw broken(e);
        }
        if (value < 0) {
            throw malformed("a whole number from 0 to " + Integer.MAX_VALUE + " belongs here, not " + shown());
        }
        return value;
    }

    double decimal() throws IOException {
        if (!current().isNumeric()) {
            throw malformed("a number belongs here, not " + shown());
        }
        double value;
        try {
            value = parser.getDoubleValue();
        } catch (JsonProcessingException | CharConversionException e) {
            throw broken(e);
        }
        if (!Double.isFinite(value)) {
            throw malformed("a number of a size that can be told belongs here, not " + shown());
        }
        return value;
    }

    /** Passes over the value whose first token is current. */
    void skip() throws IOException {
        try {
            parser.skipChildren();
        } catch (JsonProcessingException | CharConversionException e) {
            throw broken(e);
        }
        if (parser.currentToken() == null) {
            throw malformed("the file ends within a value");
        }
    }

    String shown() throws IOException {
        return switch (current()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "a string";
            case VALUE_NULL -> "null";
            default -> {
                String text = text();
                yield text.length() > LONGEST_NUMBER ? text.substring(0, LONGEST_NUMBER) : text;
            }
        };
    }

    MalformedRleException malformed(String reason) {
        return new MalformedRleException(Math.max(0, offset()), reason);
    }

    private MalformedRleException broken(IOException e) {
        if (e instanceof JsonProcessingException json && json.getLocation() != null) {
            long at = json.getLocation().getByteOffset();
            return new MalformedRleException(
                    Math.max(0, at), "not the JSON that was expected: " + json.getOriginalMessage());
        }
        long at = parser.currentLocation().getByteOffset();
        return new MalformedRleException(Math.max(0, at), "not the JSON that was expected: " + e.getMessage());
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
