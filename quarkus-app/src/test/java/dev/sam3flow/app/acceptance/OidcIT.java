package dev.sam3flow.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * People sign in at an OpenID Connect provider that is not ours: {@code oidc-provider} for Node, whose folder
 * {@code SAM3FLOW_OIDC_PROVIDER} names.
 */
class OidcIT {
    private static final Pattern FORM = Pattern.compile("action=\"([^\"]+)\"");
    private static final Pattern PROMPT = Pattern.compile("name=\"prompt\" value=\"(\\w+)\"");

    @TempDir
    static Path folder;

    private static Process provider;
    private static RunningService service;
    private static URI issuer;

    @BeforeAll
    static void start() throws IOException {
        String node = System.getenv("SAM3FLOW_OIDC_PROVIDER");
        assumeThat(node)
                .as("npm install oidc-provider@8, and set SAM3FLOW_OIDC_PROVIDER to node_modules/oidc-provider")
                .isNotNull();
        int port = RunningService.freePort();
        int ours = RunningService.freePort();
        issuer = URI.create("http://127.0.0.1:" + port);
        Path log = folder.resolve("provider.log");
        provider = new ProcessBuilder(
                        "node",
                        Path.of("src", "test", "oidc", "provider.mjs").toString(),
                        node,
                        Integer.toString(port),
                        "http://127.0.0.1:" + ours + "/api/v1/session/oidc")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        await().atMost(RunningService.PATIENCE)
                .until(() -> Files.readString(log).contains("ready") || !provider.isAlive());
        assertThat(provider.isAlive()).as(Files.readString(log)).isTrue();
        service = RunningService.start(
                folder,
                ours,
                Map.of(
                        "SAM3_SECURITY_MODE", "on",
                        "SAM3_SECURITY_OIDC", "true",
                        "QUARKUS_OIDC_AUTH_SERVER_URL", issuer.toString(),
                        "QUARKUS_OIDC_CLIENT_ID", "sam3flow",
                        "QUARKUS_OIDC_CREDENTIALS_SECRET", "a secret of the tests, long enough to encrypt with"));
    }

    @AfterAll
    static void stop() {
        if (service != null) {
            service.close();
        }
        if (provider != null) {
            provider.destroyForcibly();
        }
    }

    /** A browser: keeps cookies, follows redirects, fills in forms. */
    private static final class Browser {
        private final HttpClient http = HttpClient.newBuilder()
                .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .build();

        HttpResponse<String> send(HttpRequest.Builder request) {
            try {
                return http.send(request.timeout(RunningService.PATIENCE).build(), BodyHandlers.ofString());
            } catch (IOException e) {
                throw new AssertionError(e);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        HttpResponse<String> get(String path) {
            return send(HttpRequest.newBuilder(service.uri(path)));
        }

        /** Goes where the console's button leads, and answers whatever the provider asks. */
        HttpResponse<String> signIn(String login) {
            HttpResponse<String> page = get("/api/v1/session/oidc");
            for (int asked = 0; asked < 4 && page.uri().getPort() == issuer.getPort(); asked++) {
                Matcher form = FORM.matcher(page.body());
                Matcher prompt = PROMPT.matcher(page.body());
                assertThat(form.find() && prompt.find()).as(page.body()).isTrue();
                String fields = "prompt=" + prompt.group(1) + "&login=" + login + "&password=any";
                page = send(HttpRequest.newBuilder(page.uri().resolve(form.group(1)))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(fields)));
            }
            return page;
        }

        JsonNode session() {
            return RunningService.json(get("/api/v1/session"));
        }

        HttpResponse<String> delete(String path, String... headers) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(service.uri(path)).DELETE();
            if (headers.length > 0) {
                request.headers(headers);
            }
            return send(request);
        }
    }

    @Test
    void whoSignedInIsTheirTenantsWithTheirScopesAndNoMore() {
        Browser alice = new Browser();
        HttpResponse<String> landed = alice.signIn("alice");
        assertThat(landed.uri().getPath()).isEqualTo("/console/");
        assertThat(landed.body()).contains("sam3flow");
        JsonNode session = alice.session();
        assertThat(session.path("signedIn").asBoolean()).as(session.toString()).isTrue();
        assertThat(session.path("tenant").asText()).isEqualTo("acme");
        assertThat(session.path("name").asText()).isEqualTo("person alice");
        assertThat(session.path("scopes").toString()).isEqualTo("[\"read\",\"submit\"]");
        assertThat(alice.get("/api/v1/jobs").statusCode()).isEqualTo(200);
        assertThat(alice.get("/api/v1/audit").statusCode()).isEqualTo(403);
    }

    @Test
    void whoseProviderNamesNoTenantIsNobodyHere() {
        Browser bob = new Browser();
        bob.signIn("bob");
        assertThat(bob.session().path("signedIn").asBoolean()).isFalse();
        for (RestRoutes.Route route : RestRoutes.all()) {
            if (!route.changes() && !route.template().startsWith("/api/v1/session")) {
                assertThat(bob.get(route.template().replaceAll("\\{\\w+}", "x")).statusCode())
                        .as(route.name())
                        .isEqualTo(403);
            }
        }
    }

    @Test
    void aPersonsCookieAloneChangesNothing() {
        Browser alice = new Browser();
        alice.signIn("alice");
        assertThat(alice.delete("/api/v1/jobs/none").statusCode()).isEqualTo(403);
        assertThat(alice.delete("/api/v1/jobs/none", "X-Sam3-Console", "1").statusCode())
                .isEqualTo(404);
    }

    @Test
    void whoSignsOutIsOut() {
        Browser alice = new Browser();
        alice.signIn("alice");
        assertThat(alice.delete("/api/v1/session", "X-Sam3-Console", "1").statusCode())
                .isEqualTo(204);
        assertThat(alice.session().path("signedIn").asBoolean()).isFalse();
        assertThat(alice.get("/api/v1/jobs").statusCode()).isEqualTo(401);
    }

    @Test
    void aCodeThatTheProviderDidNotGiveLetsNobodyIn() {
        Browser mallory = new Browser();
        HttpResponse<String> answer = mallory.get("/api/v1/session/oidc?code=forged&state=forged");
        assertThat(answer.uri().getPath()).as("it asks her to sign in").isNotEqualTo("/console/");
        assertThat(mallory.session().path("signedIn").asBoolean()).isFalse();
    }

    @Test
    void aSessionCookieOfOnesOwnMakingLetsNobodyIn() {
        HttpResponse<String> answer =
                service.get("/api/v1/jobs", "Cookie", "q_session=eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbGljZSJ9.");
        assertThat(answer.statusCode()).isIn(302, 401);
    }
}
