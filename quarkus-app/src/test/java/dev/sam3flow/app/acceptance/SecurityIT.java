package dev.sam3flow.app.acceptance;

import static dev.sam3flow.app.acceptance.RunningService.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sam3flow.app.acceptance.Sam3Process.Outcome;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in, to what, and what others see of it: nothing. */
class SecurityIT {
    private static final String AUTHORIZATION = "Authorization";
    private static final Set<String> OPEN = Set.of("/api/v1/session", "/api/v1/webhooks/{marker}");

    @TempDir
    static Path folder;

    private static RunningService service;
    private static String acme;
    private static String acmeReader;
    private static String other;
    private static String revoked;

    @BeforeAll
    static void start() {
        acme = key("acme", "read,submit,approve,admin");
        acmeReader = key("acme", "read");
        other = key("other", "read,submit,approve,admin");
        revoked = key("acme", "read");
        service = RunningService.start(
                folder, Map.of("SAM3_SECURITY_MODE", "on", "SAM3_SECURITY_METRICS_TOKEN", "scrape-me"));
        service.finishedJob("secret-job", AUTHORIZATION, acme);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static String key(String tenant, String scopes) {
        Outcome made =
                new Sam3Process(folder).run("key", "create", "--tenant", tenant, "--name", "test", "--scope", scopes);
        assertThat(made.exitCode()).as(made.err()).isZero();
        return "Bearer " + made.out().strip();
    }

    /** A route of the interface: method and path with its variables filled in. */
    private record Route(String method, String path, String template) {
        HttpResponse<String> call(String... headers) {
            String body = method.equals("GET") || method.equals("DELETE") ? "" : "{}";
            return service.method(method, path, body, headers);
        }
    }

    private static List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        JsonNode paths = service.json("/q/openapi?format=json").path("paths");
        paths.fieldNames()
                .forEachRemaining(template -> paths.path(template).fieldNames().forEachRemaining(method -> {
                    String path = template.replace("{key}", "secret-job")
                            .replace("{name}", "masks.jsonl")
                            .replace("{month}", "2026-01")
                            .replaceAll("\\{[^}]+}", "x");
                    routes.add(new Route(method.toUpperCase(Locale.ROOT), path, template));
                }));
        assertThat(routes).hasSizeGreaterThan(12);
        return routes;
    }

    @Test
    void withoutAKeyOrWithAWrongOneNoRouteAnswers() {
        for (Route route : routes()) {
            if (!OPEN.contains(route.template())) {
                HttpResponse<String> anonymous = route.call();
                assertThat(anonymous.statusCode()).as(route.toString()).isEqualTo(401);
                assertThat(json(anonymous).path("title").asText()).isEqualTo("not-signed-in");
            }
        }
        String wrong = acme.substring(0, acme.length() - 2) + "xx";
        assertThat(service.get("/api/v1/jobs", AUTHORIZATION, wrong).statusCode())
                .isEqualTo(401);
    }

    @Test
    void noRouteShowsOrChangesAnotherTenantsJob() {
        for (Route route : routes()) {
            if (route.template().contains("{key}")) {
                assertThat(route.call(AUTHORIZATION, other).statusCode())
                        .as(route.toString())
                        .isIn(404, 400);
            } else if (route.method().equals("GET") && !OPEN.contains(route.template())) {
                assertThat(route.call(AUTHORIZATION, other).body())
                        .as(route.toString())
                        .doesNotContain("secret-job");
            }
        }
        assertThat(service.json("/api/v1/jobs/secret-job", AUTHORIZATION, acme)
                        .path("phase")
                        .asText())
                .isEqualTo("DONE");
        assertThat(service.json("/api/v1/jobs", AUTHORIZATION, acme).path("items"))
                .hasSize(1);
    }

    @Test
    void anotherTenantsUploadIsNotThere() {
        String id = json(service.upload("/api/v1/videos", Map.of(), AUTHORIZATION, acme))
                .path("id")
                .asText();
        HttpResponse<String> stolen =
                service.post("/api/v1/quotes", "{\"video\":\"" + id + "\"}", AUTHORIZATION, other);
        assertThat(id).startsWith("upload:");
        assertThat(stolen.statusCode()).isEqualTo(404);
    }

    @Test
    void whoMayOnlyReadChangesNothing() {
        for (Route route : routes()) {
            if (!route.method().equals("GET") && !OPEN.contains(route.template())) {
                assertThat(route.call(AUTHORIZATION, acmeReader).statusCode())
                        .as(route.toString())
                        .isIn(403, 415);
            }
        }
        assertThat(service.upload("/api/v1/videos", Map.of(), AUTHORIZATION, acmeReader)
                        .statusCode())
                .isEqualTo(403);
        assertThat(service.get("/api/v1/audit", AUTHORIZATION, acmeReader).statusCode())
                .isEqualTo(403);
        assertThat(service.get("/api/v1/jobs", AUTHORIZATION, acmeReader).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aSessionChangesSomethingOnlyFromOurOwnPage() {
        HttpResponse<String> opened =
                service.post("/api/v1/session", "{\"key\":\"" + acme.substring("Bearer ".length()) + "\"}");
        String set = opened.headers().firstValue("Set-Cookie").orElseThrow();
        String cookie = set.substring(0, set.indexOf(';'));
        assertThat(set).contains("HttpOnly", "SameSite=Strict").doesNotContain("sam3_" + acme.substring(12));
        assertThat(service.get("/api/v1/jobs", "Cookie", cookie).statusCode()).isEqualTo(200);
        assertThat(service.method("DELETE", "/api/v1/jobs/none", "", "Cookie", cookie)
                        .statusCode())
                .isEqualTo(403);
        assertThat(service.method("DELETE", "/api/v1/jobs/none", "", "Cookie", cookie, "X-Sam3-Console", "1")
                        .statusCode())
                .isEqualTo(404);
        assertThat(service.method("DELETE", "/api/v1/session", "", "Cookie", cookie, "X-Sam3-Console", "1")
                        .statusCode())
                .isEqualTo(204);
        assertThat(service.get("/api/v1/jobs", "Cookie", cookie).statusCode()).isEqualTo(401);
    }

    @Test
    void aRevokedKeyIsOutWithinSeconds() {
        assertThat(service.get("/api/v1/jobs", AUTHORIZATION, revoked).statusCode())
                .isEqualTo(200);
        Outcome done = new Sam3Process(folder).run("key", "revoke", revoked.split("_", 3)[1]);
        assertThat(done.exitCode()).as(done.err()).isZero();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> service.get("/api/v1/jobs", AUTHORIZATION, revoked).statusCode() == 401);
        assertThat(new Sam3Process(folder).run("key", "list").out()).contains("revoked");
    }

    @Test
    void metricsOpenToTheirTokenAlone() {
        assertThat(service.get("/q/metrics").statusCode()).isEqualTo(403);
        assertThat(service.get("/q/metrics", AUTHORIZATION, acme).statusCode()).isEqualTo(403);
        assertThat(service.get("/q/metrics", AUTHORIZATION, "Bearer scrape-me").statusCode())
                .isEqualTo(200);
    }

    @Test
    void theAuditTellsWhoOrderedAndNoKeyIsAnywhere() throws Exception {
        JsonNode audit = service.json("/api/v1/audit?limit=500", AUTHORIZATION, acme);
        assertThat(audit.path("items").findValuesAsText("actor")).anyMatch(actor -> actor.contains("(test)"));
        assertThat(audit.path("items").findValuesAsText("action")).contains("key create", "POST");
        String secret = acme.split("_", 3)[2];
        assertThat(audit.toString() + service.log()).doesNotContain(secret);
        try (var files = Files.walk(folder.resolve("home"))) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(".log"))
                    .toList()) {
                assertThat(Files.readString(file)).doesNotContain(secret);
            }
        }
    }

    @Test
    void withSecurityOffNobodyElseCanConnect(@TempDir Path elsewhere) {
        Outcome refused = new Sam3Process(elsewhere)
                .with("QUARKUS_HTTP_HOST", "0.0.0.0")
                .with("QUARKUS_HTTP_PORT", "0")
                .run("serve");
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.err()).contains("SAM3_SECURITY_MODE=on");
    }
}
