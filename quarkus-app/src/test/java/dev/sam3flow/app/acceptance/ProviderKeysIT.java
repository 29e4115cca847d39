package dev.sam3flow.app.acceptance;

import static dev.sam3flow.app.acceptance.RunningService.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sam3flow.app.acceptance.Sam3Process.Outcome;
import dev.sam3flow.simulator.ProviderSimulator;
import dev.sam3flow.simulator.fault.Fault;
import dev.sam3flow.simulator.fault.FaultKind;
import dev.sam3flow.simulator.fault.ProviderCall;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service with an account of its own, and a tenant with another whose key is a mounted file. */
class ProviderKeysIT {
    private static final String OWN_KEY = "canary-own-4711";
    private static final String ACME_KEY = "canary-acme-4712";
    private static final String ACME_ROTATED = "canary-acme-4713";

    @TempDir
    Path folder;

    @TempDir
    Path secrets;

    private final Map<String, String> environment = new HashMap<>();

    private String keyOf(String tenant) {
        Outcome made = sam3().run("key", "create", "--tenant", tenant, "--name", "it", "--scope", "read,submit");
        assertThat(made.exitCode()).as(made.err()).isZero();
        return "Bearer " + made.out().strip();
    }

    private Sam3Process sam3() {
        Sam3Process sam3 = new Sam3Process(folder);
        environment.forEach(sam3::with);
        return sam3;
    }

    private static ProviderSimulator account(String... keys) {
        ProviderSimulator simulator =
                ProviderSimulator.builder().delay(Duration.ofMillis(300)).start();
        simulator.account().setKeys(keys);
        return simulator;
    }

    @Test
    void eachTenantPaysFromItsAccountAndNobodyReadsAKey() throws Exception {
        Path secret = Files.writeString(secrets.resolve("acme"), ACME_KEY + "\n");
        try (ProviderSimulator own = account(OWN_KEY);
                ProviderSimulator acme = account(ACME_KEY);
                AccountRouter provider = new AccountRouter()) {
            provider.route(OWN_KEY, own.baseUrl());
            provider.route(ACME_KEY, acme.baseUrl());
            environment.putAll(Map.of(
                    "WAVESPEED_API_KEY",
                    OWN_KEY,
                    "WAVESPEED_BASE_URL",
                    provider.baseUrl(),
                    "SAM3_TENANT_ACME_PROVIDER_KEY_REF",
                    "file:" + secret,
                    "SAM3_SECURITY_MODE",
                    "on",
                    "QUARKUS_LOG_LEVEL",
                    "DEBUG",
                    "QUARKUS_LOG_CATEGORY__DEV_SAM3FLOW__LEVEL",
                    "DEBUG"));
            String acmes = keyOf("acme");
            String plains = keyOf("plain");
            try (RunningService service = RunningService.start(folder, environment)) {
                acme.faults().next(ProviderCall.SUBMIT, Fault.of(FaultKind.LOST_ANSWER));
                service.finishedJob("one", "Authorization", acmes);
                service.finishedJob("one", "Authorization", plains);
                assertThat(acme.book().rows())
                        .as("the lost one was found, not paid again")
                        .hasSize(1);
                assertThat(own.book().rows()).hasSize(1);

                rotate(secret, provider, acme);
                ordered(service, "green ball", "two", acmes);
                await().atMost(RunningService.PATIENCE)
                        .until(() -> service.json("/api/v1/jobs/two", "Authorization", acmes)
                                .path("phase")
                                .asText()
                                .equals("DONE"));
                assertThat(acme.book().rows()).hasSize(2);

                Files.delete(secret);
                HttpResponse<String> refused = ordered(service, "blue ball", "three", acmes);
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(json(refused).path("detail").asText())
                        .contains("tenant acme", "file:" + secret, "no such file", "nothing was sent");
                assertThat(service.get("/api/v1/jobs/three", "Authorization", acmes)
                                .statusCode())
                        .as("nothing was stored")
                        .isEqualTo(404);
                assertThat(acme.book().rows()).hasSize(2);
                Files.writeString(secret, ACME_ROTATED);
            }
            JsonNode books = new ObjectMapper()
                    .readTree(sam3().run("ledger", "reconcile", "--json").out());
            Outcome doctor = sam3().run("doctor");

            assertThat(books.path("flagged").asInt()).as(books.toString()).isZero();
            assertThat(books.path("billedMicroUsd").asLong())
                    .isEqualTo(own.book().chargedMicroUsd() + acme.book().chargedMicroUsd());
            assertThat(doctor.out()).contains("acme: the key at file:" + secret + " is taken");
            assertThat(filesWith(OWN_KEY, ACME_KEY, ACME_ROTATED)).isEmpty();
            assertThat(filesWith("file:" + secret))
                    .as("the reference is in the database")
                    .isNotEmpty();
        }
    }

    /** As a mount does it: another file takes the place of the old one. */
    private static void rotate(Path secret, AccountRouter provider, ProviderSimulator acme) throws IOException {
        acme.account().setKeys(ACME_ROTATED);
        provider.route(ACME_ROTATED, acme.baseUrl());
        Path next = Files.writeString(secret.resolveSibling("next"), ACME_ROTATED + "\n");
        Files.move(next, secret, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    private static HttpResponse<String> ordered(RunningService service, String prompt, String key, String caller) {
        return service.upload("/api/v1/jobs", Map.of("prompt", prompt, "requestKey", key), "Authorization", caller);
    }

    /** Logs at DEBUG, what was printed, the database's file, results. */
    private List<Path> filesWith(String... texts) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> {
                        String content = read(file);
                        return Stream.of(texts).anyMatch(content::contains);
                    })
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
