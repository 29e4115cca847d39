package dev.sam3flow.app.rest;

import dev.sam3flow.app.money.Callbacks;
import dev.sam3flow.app.money.Callbacks.Outcome;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Provider;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where the provider calls back: one path an attempt. Answers tell a status and nothing else. */
@Path("/api/v1/webhooks")
@Blocking
public class WebhookResource {
    private final Provider<Callbacks> callbacks;

    WebhookResource(Provider<Callbacks> callbacks) {
        this.callbacks = callbacks;
    }

    @POST
    @Path("{marker}")
    @Consumes(MediaType.WILDCARD)
    public Response calledBack(@PathParam("marker") String marker, @Context HttpHeaders headers, InputStream body)
            throws IOException {
        Map<String, String> single = new HashMap<>();
        for (Map.Entry<String, List<String>> header :
                headers.getRequestHeaders().entrySet()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (single.containsKey(name) || header.getValue().size() != 1) {
                single.put(name, ""); // said twice is said by nobody: the verifier refuses what is blank
            } else {
                single.put(name, header.getValue().get(0));
            }
        }
        Outcome outcome = callbacks.get().take(marker, single, announced(headers), body);
        return Response.status(outcome.status()).build();
    }

    private static long announced(HttpHeaders headers) {
        String length = headers.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        return length == null || !length.matches("[0-9]{1,18}") ? -1 : Long.parseLong(length);
    }
}
