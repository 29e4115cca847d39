package dev.sam3flow.simulator.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A request as the handlers see it. */
final class Request {
    private static final int LONGEST_JSON = 1 << 20;

    private final HttpExchange exchange;
    private byte[] body = new byte[0];

    Request(HttpExchange exchange) {
        this.exchange = exchange;
    }

    String method() {
        return exchange.getRequestMethod();
    }

    String path() {
        return exchange.getRequestURI().getRawPath();
    }

    String query() {
        return Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
    }

    /** A parameter of the query, decoded. */
    Optional<String> parameter(String name) {
        for (String pair : query().split("&")) {
            if (pair.startsWith(name + "=")) {
                return Optional.of(URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8));
            }
        }
        return Optional.empty();
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    /** All headers for the record, without the key. */
    Map<String, String> headers() {
        Map<String, String> headers = new TreeMap<>();
        for (Map.Entry<String, List<String>> header :
                exchange.getRequestHeaders().entrySet()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            String value = String.join(", ", header.getValue());
            headers.put(name, name.equals("authorization") ? value.split(" ", 2)[0] : value);
        }
        return headers;
    }

    InputStream stream() {
        return exchange.getRequestBody();
    }

    /** The body as a JSON object; kept for the record. */
    ObjectNode json() throws IOException, Refusal {
        body = stream().readNBytes(LONGEST_JSON + 1);
        if (body.length > LONGEST_JSON) {
            body = new byte[0];
            throw new Refusal(413, "the body is longer than " + LONGEST_JSON + " bytes");
        }
        return Json.readObject(body);
    }

    String recordedBody() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
