package dev.sam3flow.app.acceptance;

import static dev.sam3flow.app.acceptance.RunningService.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sam3flow.app.acceptance.RestRoutes.Route;
import dev.sam3flow.app.acceptance.Sam3Process.Outcome;
import dev.sam3flow.app.security.Scope;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in, to what, and what others see of it: nothing. */
class SecurityIT {
    private static final String AUTHORIZATION = "Authorization";

    @TempDir
    static Path folder;

    private static RunningService service;
    private static String acme;
    private static final Map<String, String> single = new HashMap<>();
    private static String other;
    private static String revoked;

    @BeforeAll
    static void start() {
        acme = key("acme", "read,submit,approve,admin");
        for (Scope scope : Scope.values()) {
            single.put(scope.role(), key("acme", scope.role()));
        }
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

    /** Who may call a route; a route without a row here fails. */
    private static final Map<String, Set<String>> RULES = Map.ofEntries(
            Map.entry("GET /api/v1/jobs", Set.of("read")),
            Map.entry("GET /api/v1/jobs/{key}", Set.of("read")),
            Map.entry("GET /api/v1/jobs/{key}/events", Set.of("read")),
            Map.entry("GET /api/v1/jobs/{key}/files/{name}", Set.of("read")),
            Map.entry("GET /api/v1/jobs/{key}/exports/{name}", Set.of("read")),
            Map.entry("GET /api/v1/jobs/{key}/video", Set.of("read")),
            Map.entry("GET /api/v1/jobs/{key}/coverage", Set.of("read")),
            Map.entry("GET /api/v1/jobs/{key}/partial/masks.jsonl", Set.of("read")),
            Map.entry("POST /api/v1/jobs application/json", Set.of("submit")),
            Map.entry("POST /api/v1/jobs multipart/form-data", Set.of("submit")),
            Map.entry("DELETE /api/v1/jobs/{key}", Set.of("submit")),
            Map.entry("POST /api/v1/jobs/{key}/{command} application/json", Set.of("submit", "approve")),
            Map.entry("POST /api/v1/quotes application/json", Set.of("submit")),
            Map.entry("POST /api/v1/quotes multipart/form-data", Set.of("submit")),
            Map.entry("POST /api/v1/videos multipart/form-data", Set.of("submit")),
            Map.entry("GET /api/v1/videos/{id}/frames/{frame}", Set.of("submit")),
            Map.entry("GET /api/v1/ledger", Set.of("read")),
            Map.entry("GET /api/v1/statements/{month}", Set.of("read")),
            Map.entry("GET /api/v1/budgets", Set.of("read")),
            Map.entry("GET /api/v1/operator/queue", Set.of("approve")),
            Map.entry("GET /api/v1/audit", Set.of("admin")),
            // signing in and out, and callbacks that carry a signature of their own
            Map.entry("GET /api/v1/session", Set.of()),
            Map.entry("POST /api/v1/session", Set.of()),
            Map.entry("DELETE /api/v1/session", Set.of()),
            Map.entry("GET /api/v1/session/oidc", Set.of()),
            Map.entry("POST /api/v1/webhooks/{marker} */*", Set.of()));

    /** What a path or a query must not be taken in by. */
    private static final List<String> HOSTILE = List.of(
            "../../../etc/passwd",
            "..\\..\\x",
            "a/../../b",
            "secret-job\u0000.jsonl",
            "' or '1'='1",
            "x'; drop table job; --",
            "%' --",
            "${jndi:ldap://127.0.0.1:1/x}",
            "#{7777*7}",
            "<script>alert(1)</script>",
            "a\r\nSet-Cookie: x=1",
            "9".repeat(400),
            "x".repeat(3000));

    private static List<Route> guarded() {
        List<Route> guarded = RestRoutes.all().stream()
                .filter(route -> !RULES.get(route.name()).isEmpty())
                .toList();
        assertThat(guarded).hasSizeGreaterThan(12);
        return guarded;
    }

    private static String path(Route route) {
        return route.template()
                .replace("{key}", "secret-job")
                .replace("{name}", "masks.jsonl")
                .replace("{month}", "2026-01")
                .replace("{id}", "upload:00000000-0000-0000-0000-000000000000")
                .replace("{frame}", "0")
                .replace("{command}", "pause");
    }

    private static HttpResponse<String> call(Route route, String path, String... headers) {
        if (route.consumes().startsWith("multipart")) {
            return service.form(path, "x.mp4", new byte[10], Map.of(), headers);
        }
        String body = !route.changes() || route.method().equals("DELETE") ? "" : "{}";
        return service.method(route.method(), path, body, headers);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Test
    void everyRouteHasItsRule() {
        Map<String, Set<String>> declared = new TreeMap<>();
        RestRoutes.all().forEach(route -> declared.put(route.name(), route.roles()));
        assertThat(declared).isEqualTo(new TreeMap<>(RULES));
    }

    @Test
    void whoLacksTheScopeIsRefusedByEveryRoute() {
        for (Route route : guarded()) {
            for (Scope scope : Scope.values()) {
                HttpResponse<String> answer = call(route, path(route), AUTHORIZATION, single.get(scope.role()));
                boolean may = RULES.get(route.name()).contains(scope.role());
                if (may) {
                    assertThat(answer.statusCode()).as(route + " by " + scope).isNotIn(401, 403);
                } else {
                    assertThat(answer.statusCode()).as(route + " by " + scope).isEqualTo(403);
                    assertThat(answer.body()).as(route.toString()).doesNotContain("secret-job\"");
                }
            }
        }
    }

    @Test
    void noPathLeadsOutAndNoTextIsTakenForCode() {
        for (Route route : guarded()) {
            for (String text : HOSTILE) {
                for (String variable : List.of("{key}", "{name}", "{month}", "{command}", "{id}", "{frame}")) {
                    if (route.template().contains(variable)) {
                        String path = path(new Route(
                                route.method(),
                                route.template().replace(variable, encoded(text)),
                                route.consumes(),
                                route.roles(),
                                route.parameters()));
                        HttpResponse<String> answer = call(route, path, AUTHORIZATION, acme);
                        assertThat(answer.statusCode()).as(path).isBetween(400, 499);
                        isHarmless(answer, path);
                    }
                }
                for (String parameter : route.parameters()) {
                    String path = path(route) + "?" + parameter + "=" + encoded(text);
                    HttpResponse<String> answer = call(route, path, AUTHORIZATION, acme);
                    assertThat(answer.statusCode()).as(path).isLessThan(500);
                    isHarmless(answer, path);
                }
            }
        }
        assertThat(service.json("/api/v1/jobs/secret-job", AUTHORIZATION, acme)
                        .path("phase")
                        .asText())
                .isEqualTo("DONE");
    }

    private static void isHarmless(HttpResponse<String> answer, String asked) {
        assertThat(answer.headers().firstValue("Set-Cookie")).as(asked).isEmpty();
        assertThat(answer.body()).as(asked).doesNotContain("root:", "Exception", "\tat ", "SQL", "54439");
    }

    /** Bodies that are small to send and large to take, by every route that takes one. */
    @Test
    void noBodyIsTooMuchForAnyRoute() {
        String deep = "[".repeat(100_000);
        String large = "{\"prompts\":[\"" + "x".repeat(2_000_000) + "\"]}";
        String number = "{\"maxChargeUsd\":1e999999999,\"video\":\"https://example.com/a.mp4\",\"prompts\":[\"x\"]}";
        for (Route route : guarded()) {
            if (route.takesJson()) {
                assertThat(service.post(path(route), large, AUTHORIZATION, acme).statusCode())
                        .as(route.toString())
                        .isIn(400, 413);
                for (String body : List.of(deep, number, "{\"a\":", "\u0000", "null", "[[]]", "{\"video\":{}}")) {
                    assertThat(service.post(path(route), body, AUTHORIZATION, acme)
                                    .statusCode())
                            .as(route + " with " + body.substring(0, Math.min(20, body.length())))
                            .isBetween(400, 499);
                }
                assertThat(service.post(path(route), "{}", AUTHORIZATION, acme, "Content-Encoding", "gzip")
                                .statusCode())
                        .as(route + " with a body that says it is compressed")
                        .isBetween(400, 499);
            }
            if (route.consumes().startsWith("multipart")) {
                Map<String, String> fields = new HashMap<>();
                for (int i = 0; i < 2000; i++) {
                    fields.put("field" + i, "x");
                }
                for (HttpResponse<String> answer : List.of(
                        service.form(path(route), "x.mp4", new byte[10], fields, AUTHORIZATION, acme),
                        service.form(
                                path(route),
                                "x.mp4",
                                new byte[10],
                                Map.of("prompt", "x".repeat(200_000)),
                                AUTHORIZATION,
                                acme),
                        service.form(
                                path(route),
                                "x.mp4",
                                "no video".getBytes(StandardCharsets.UTF_8),
                                Map.of("prompt", ""),
                                AUTHORIZATION,
                                acme))) {
                    assertThat(answer.statusCode()).as(route.toString()).isBetween(400, 499);
                }
            }
        }
        assertThat(service.get("/q/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void anUploadsNameLeadsNowhere() throws Exception {
        byte[] balls = Files.readAllBytes(RunningService.BALLS);
        for (String name : List.of("../../../escaped.mp4", "..\\..\\escaped.mp4", "/tmp/escaped.mp4")) {
            assertThat(service.form("/api/v1/videos", name, balls, Map.of(), AUTHORIZATION, acme)
                            .statusCode())
                    .as(name)
                    .isEqualTo(201);
        }
        try (var files = Files.walk(folder)) {
            assertThat(files.filter(file -> file.getFileName().toString().contains("escaped")))
                    .isNotEmpty()
                    .allMatch(file -> file.startsWith(folder.resolve("home/uploads/acme")));
        }
        assertThat(Path.of("/tmp/escaped.mp4")).doesNotExist();
    }

    @Test
    void withoutAKeyOrWithAWrongOneNoRouteAnswers() {
        for (Route route : guarded()) {
            HttpResponse<String> anonymous = call(route, path(route));
            assertThat(anonymous.statusCode()).as(route.toString()).isEqualTo(401);
            assertThat(json(anonymous).path("title").asText()).isEqualTo("not-signed-in");
        }
        String wrong = acme.substring(0, acme.length() - 2) + "xx";
        assertThat(service.get("/api/v1/jobs", AUTHORIZATION, wrong).statusCode())
                .isEqualTo(401);
    }

    @Test
    void noRouteShowsOrChangesAnotherTenantsJob() {
        for (Route route : guarded()) {
            if (route.template().contains("{key}")) {
                assertThat(call(route, path(route), AUTHORIZATION, other).statusCode())
                        .as(route.toString())
                        .isIn(404, 400);
            } else if (!route.changes()) {
                // what one asked for oneself is in one's own audit
                String hidden = route.template().endsWith("/audit") ? "\"tenant\":\"acme\"" : "secret-job";
                assertThat(call(route, path(route), AUTHORIZATION, other).body())
                        .as(route.toString())
                        .doesNotContain(hidden);
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
        HttpResponse<String> looked = service.get("/api/v1/videos/" + id + "/frames/0", AUTHORIZATION, other);
        assertThat(id).startsWith("upload:");
        assertThat(stolen.statusCode()).isEqualTo(404);
        assertThat(looked.statusCode()).isEqualTo(404);
    }

    private static String cookie() {
        HttpResponse<String> opened =
                service.post("/api/v1/session", "{\"key\":\"" + acme.substring("Bearer ".length()) + "\"}");
        String set = opened.headers().firstValue("Set-Cookie").orElseThrow();
        return set.substring(0, set.indexOf(';'));
    }

    /** What another site's page can make a browser send: the cookie, and no header of our own. */
    @Test
    void noRouteChangesAnythingByACookieAlone() {
        String cookie = cookie();
        for (Route route : RestRoutes.all()) {
            if (route.changes() && !route.template().contains("/webhooks/")) {
                assertThat(call(route, path(route), "Cookie", cookie).statusCode())
                        .as(route.toString())
                        .isEqualTo(403);
                assertThat(call(route, path(route), AUTHORIZATION, acme, "Origin", "https://evil.example")
                                .statusCode())
                        .as(route.toString())
                        .isEqualTo(403);
            }
        }
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
