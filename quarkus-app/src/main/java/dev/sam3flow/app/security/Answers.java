package dev.sam3flow.app.security;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** Refusals before a request reaches REST. */
final class Answers {
    private Answers() {}

    static void problem(RoutingContext context, int status, String title, String detail) {
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/problem+json")
                .end(new JsonObject()
                        .put("title", title)
                        .put("status", status)
                        .put("detail", detail)
                        .encode());
    }
}
