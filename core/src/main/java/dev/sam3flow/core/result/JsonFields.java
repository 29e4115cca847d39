package dev.sam3flow.core.result;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sam3flow.core.error.InvalidInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One small JSON object in memory, asked for its fields by type; a wrong or missing one is named with its line. */
final class JsonFields {
    private final String where;
    private final Map<String, Object> values;

    private JsonFields(String where, Map<String, Object> values) {
        this.where = where;
        this.values = values;
    }

    /** Reads the object whose first token is current. */
    static JsonFields read(JsonParser parser) throws IOException {
        String where = "line " + parser.currentTokenLocation().getLineNr();
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new InvalidInputException(where + ": an object belongs here");
        }
        return readObject(parser, where);
    }

    private static JsonFields readObject(JsonParser parser, String where) throws IOException {
        Map<String, Object> values = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            Object value = readValue(parser, where + ", " + name);
            if (value != null) {
                values.put(name, value);
            }
        }
        return new JsonFields(where, values);
    }

    private static @Nullable Object readValue(JsonParser parser, String where) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new InvalidInputException(where + ": the file ends here");
        }
        return switch (token) {
            case START_OBJECT -> readObject(parser, where);
            case START_ARRAY -> {
                List<Object> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    Object item = readValue(parser, where);
                    if (item != null) {
                        items.add(item);
                    }
                }
                yield items;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            default -> null;
        };
    }

    /** True where the field is there and not null. */
    boolean has(String name) {
        return values.containsKey(name);
    }

    String text(String name) {
        return get(name, String.class, "text");
    }

    long number(String name) {
        return get(name, Long.class, "a whole number");
    }

    int integer(String name) {
        long number = number(name);
        if (number != (int) number) {
            throw wrong(name + " " + number + " is out of range");
        }
        return (int) number;
    }

    boolean flag(String name) {
        return get(name, Boolean.class, "true or false");
    }

    JsonFields object(String name) {
        return get(name, JsonFields.class, "an object");
    }

    List<String> texts(String name) {
        return list(name, String.class);
    }

    <T> List<T> objects(String name, Function<JsonFields, T> each) {
        return list(name, JsonFields.class).stream().map(each).toList();
    }

    InvalidInputException wrong(String what) {
        return new InvalidInputException(where + ": " + what);
    }

    private <T> List<T> list(String name, Class<T> type) {
        List<T> items = new ArrayList<>();
        for (Object item : get(name, List.class, "a list")) {
            if (!type.isInstance(item)) {
                throw wrong(name + " holds something else than it should");
            }
            items.add(type.cast(item));
        }
        return items;
    }

    private <T> T get(String name, Class<T> type, String expected) {
        Object value = values.get(name);
        if (!type.isInstance(value)) {
            throw wrong(name + " is " + (value == null ? "missing" : "not what it should be") + ": " + expected
                    + " belongs here");
        }
        return type.cast(value);
    }
}
