package dev.sam3flow.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.app.account.Accounts;
import dev.sam3flow.app.account.Accounts.Account;
import dev.sam3flow.app.account.TenantKeys;
import dev.sam3flow.app.money.BooksCheck;
import dev.sam3flow.app.money.Reaper;
import dev.sam3flow.app.store.Budgets;
import dev.sam3flow.app.store.Database;
import dev.sam3flow.app.store.JdbcAttemptStore;
import dev.sam3flow.app.store.JdbcJobStore;
import dev.sam3flow.app.store.JdbcLedger;
import dev.sam3flow.app.store.SharedLimits;
import dev.sam3flow.app.store.TestDatabases;
import dev.sam3flow.client.ApiKey;
import dev.sam3flow.client.WaveSpeedClient;
import dev.sam3flow.client.WaveSpeedSettings;
import dev.sam3flow.core.attempt.AtMostOnceSubmit;
import dev.sam3flow.core.attempt.Attempt;
import dev.sam3flow.core.attempt.AttemptKey;
import dev.sam3flow.core.attempt.AttemptState;
import dev.sam3flow.core.attempt.AttemptState.Accepted;
import dev.sam3flow.core.attempt.AttemptState.Ambiguous;
import dev.sam3flow.core.attempt.AttemptState.Finished;
import dev.sam3flow.core.attempt.AttemptState.Intended;
import dev.sam3flow.core.attempt.JobAccount;
import dev.sam3flow.core.attempt.Reconciliation;
import dev.sam3flow.core.attempt.Reconciliation.Finding;
import dev.sam3flow.core.attempt.Settlement;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.RateLimitedException;
import dev.sam3flow.core.error.UnavailableException;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.money.PriceList;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.prediction.AccountRef;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prediction.PredictionInput;
import dev.sam3flow.core.prediction.PredictionStatus;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.simulator.ProviderSimulator;
import dev.sam3flow.simulator.fault.Fault;
import dev.sam3flow.simulator.fault.FaultKind;
import dev.sam3flow.simulator.fault.ProviderCall;
import dev.sam3flow.simulator.mask.ReceivedVideo;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two accounts at the provider, each with a key and a book of its own; the tenants acme and file have one, plain has none. */
class TenantAccountsTest {
    private static final String OWN_KEY = "canary-own-key";
    private static final String ACME_KEY = "canary-acme-key";
    private static final MicroUsd PRICE = MicroUsd.ofUsd("0.15");
    private static final AccountRef ACME = new AccountRef("env:ACME_KEY");

    @TempDir
    Path folder;

    private final DataSource source = TestDatabases.freshH2();
    private final Database database = new Database(source);
    private final Clock clock = Clock.systemUTC();
    private final JdbcAttemptStore attempts = new JdbcAttemptStore(database);
    private final JdbcJobStore jobs = new JdbcJobStore(database, clock);
    private final JdbcLedger ledger = new JdbcLedger(database, Budgets.NONE, clock, entry -> {});
    private final ProviderSimulator ownAccount = simulator(OWN_KEY);
    private final ProviderSimulator acmeAccount = simulator(ACME_KEY);
    private final Map<String, String> environment = new HashMap<>(Map.of("ACME_KEY", ACME_KEY));
    private final PredictionService predictions = predictions(Map.of("acme", ACME.value()), false);

    private static ProviderSimulator simulator(String key) {
        return ProviderSimulator.builder()
                .apiKey(key)
                .delay(Duration.ofMillis(1))
                .meter((file, sha256) -> new ReceivedVideo(file, sha256, 8, 6, 12_300_000, new int[30], 1))
                .masks((video, request, sink) -> {
                    for (int frame = 0; frame < video.frames(); frame++) {
                        sink.frame(List.of());
                    }
                })
                .start();
    }

    @AfterEach
    void close() {
        ownAccount.close();
        acmeAccount.close();
    }

    private PredictionService predictions(Map<String, String> references, boolean required) {
        TenantKeys keys = new TenantKeys(references, required, environment::get);
        Accounts accounts = new Accounts(account(ApiKey.of(OWN_KEY)), keys, this::account);
        accounts.own().client().balance();
        return new WatchedPredictions(accounts, new ProviderHealth(new SimpleMeterRegistry()));
    }

    private Account account(ApiKey key) {
        ProviderSimulator there = key.reveal().equals(OWN_KEY) ? ownAccount : acmeAccount;
        WaveSpeedClient client = new WaveSpeedClient(WaveSpeedSettings.builder(key)
                .baseUrl(URI.create(there.baseUrl()))
                .limits(new SharedLimits(() -> database, "digest " + key.hashCode(), 1, 100, clock))
                .build());
        return new Account(client, client);
    }

    private Attempt intended(String tenant) {
        AttemptKey key = new AttemptKey(new JobId(tenant, "job"), 0, 1);
        jobs.create(JobRequest.of(key.jobId(), "https://example.com/v.mp4", Prompts.ofText("person")));
        ledger.reserve(new JobAccount(key.jobId(), true, List.of()).reserve(key, PRICE), null);
        return attempts.intend(
                new Attempt(key, "result-" + tenant, "marker-of-" + tenant, PRICE, clock.instant(), new Intended()));
    }

    private AttemptState submitted(PredictionService service, Attempt attempt) {
        AccountRef account = service.accountOf(attempt.key().jobId().tenant());
        PredictionInput input =
                new PredictionInput(uploaded(service.by(account), attempt), Prompts.ofText("person"), false);
        return new AtMostOnceSubmit(attempts, service).submit(account, attempt.key(), input, null);
    }

    private URI uploaded(PredictionService payer, Attempt attempt) {
        try {
            Path video = Files.write(folder.resolve("v.mp4"), new byte[100]);
            return payer.upload(video, attempt.marker() + ".mp4");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static long asked(ProviderSimulator simulator, ProviderCall call) {
        return simulator.recorded().stream()
                .filter(request -> request.call() == call)
                .count();
    }

    @Test
    void aTenantsPredictionIsPaidByItsOwnAccountAndTheOthersByTheServices() {
        submitted(predictions, intended("acme"));
        submitted(predictions, intended("plain"));

        assertThat(acmeAccount.book().rows()).hasSize(1);
        assertThat(ownAccount.book().rows()).hasSize(1);
        assertThat(attempts.findByMarker("marker-of-acme").orElseThrow().account())
                .isEqualTo(ACME);
        assertThat(attempts.findByMarker("marker-of-plain").orElseThrow().account())
                .isEqualTo(AccountRef.OWN);
    }

    /** By another key it would be absent, count as lost, and be paid a second time. */
    @Test
    void aLostAnswerIsLookedForByTheKeyThatItWasSentByThoughTheTenantHasAnotherByNow() {
        acmeAccount.faults().next(ProviderCall.SUBMIT, Fault.of(FaultKind.LOST_ANSWER));
        Attempt attempt = intended("acme");
        assertThat(submitted(predictions, attempt)).isInstanceOf(Ambiguous.class);
        PredictionService changed = predictions(Map.of("acme", "env:ANOTHER"), false);

        Finding finding = new Reconciliation(changed, attempts).look(attempts.get(attempt.key()), clock.instant());

        assertThat(finding).isInstanceOf(Finding.Found.class);
        assertThat(acmeAccount.book().rows())
                .extracting(row -> row.predictionId())
                .containsExactly(((Finding.Found) finding).prediction().id().value());
        assertThat(asked(ownAccount, ProviderCall.LIST)).isZero();
    }

    @Test
    void eachJobIsSettledByTheRowsOfTheAccountThatPaidAndAllBooksAreChecked() {
        for (String tenant : List.of("acme", "plain")) {
            Attempt attempt = intended(tenant);
            PredictionId id = submitted(predictions, attempt).prediction().orElseThrow();
            ledger.post(new JobAccount(
                            attempt.key().jobId(),
                            true,
                            ledger.entries(attempt.key().jobId()))
                    .charge(attempt.key(), id, PRICE));
            attempts.move(attempt.key(), new Accepted(id, false), new Finished(id, PredictionStatus.COMPLETED));
        }

        Settlement settlement = new Settlement(predictions, attempts, ledger);
        Settlement.Settled acme = settlement.settle(new JobId("acme", "job"));
        Settlement.Settled plain = settlement.settle(new JobId("plain", "job"));
        BooksCheck.Found found = new BooksCheck(predictions, attempts, jobs, ledger, PriceList.PUBLISHED, clock)
                .check(Duration.ofDays(1));

        assertThat(acme.unbilled()).isZero();
        assertThat(plain.unbilled()).isZero();
        assertThat(found.lines()).hasSize(2);
        assertThat(found.billed().value())
                .isEqualTo(
                        ownAccount.book().chargedMicroUsd() + acmeAccount.book().chargedMicroUsd());
    }

    @Test
    void anAccountThatCannotBeReadKeepsNobodyElsesBooksFromBeingChecked() {
        submitted(predictions, intended("acme"));
        submitted(predictions, intended("plain"));
        environment.remove("ACME_KEY");

        BooksCheck.Found found = new BooksCheck(predictions, attempts, jobs, ledger, PriceList.PUBLISHED, clock)
                .check(Duration.ofDays(1));

        assertThat(found.lines()).extracting(line -> line.what()).containsExactly("plain/job/0/1");
        assertThat(found.unread()).singleElement().asString().contains("tenant acme", "env:ACME_KEY");
    }

    @Test
    void whatNobodyWaitsForIsStoppedByTheAccountThatPays() {
        Attempt attempt = intended("acme");
        submitted(predictions, attempt);

        List<Reaper.Reaped> reaped = new Reaper(predictions, attempts, ledger, jobs, clock, Duration.ofMinutes(10))
                .reap(Duration.ofDays(7), Duration.ZERO, id -> true);

        assertThat(reaped)
                .singleElement()
                .satisfies(
                        one -> assertThat(one.outcome()).isIn(Reaper.Outcome.STOPPED, Reaper.Outcome.FINISHED_ANYWAY));
        assertThat(asked(acmeAccount, ProviderCall.RESULT)).isPositive();
        assertThat(asked(ownAccount, ProviderCall.RESULT)).isZero();
    }

    @Test
    void aKeyThatCannotBeHadIsToldWithTenantAndReferenceBeforeAnythingIsSent() {
        environment.remove("ACME_KEY");
        Attempt attempt = intended("acme");

        assertThatThrownBy(() -> submitted(predictions, attempt))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("tenant acme")
                .hasMessageContaining("env:ACME_KEY")
                .hasMessageContaining("not set")
                .hasMessageContaining("nothing was sent");
        assertThat(acmeAccount.recorded()).isEmpty();
        assertThat(asked(ownAccount, ProviderCall.SUBMIT)).isZero();
        assertThat(attempts.get(attempt.key()).state()).isEqualTo(new Intended());
    }

    @Test
    void aFileThatIsMissingEmptyTooLargeOrNoKeyIsToldByItsPlace() throws IOException {
        Path secret = folder.resolve("secret");
        PredictionService service = predictions(Map.of("file", "file:" + secret), false);
        AccountRef account = service.accountOf("file");

        assertThatThrownBy(() -> service.by(account))
                .hasMessageContaining("tenant file")
                .hasMessageContaining("no such file");
        Files.writeString(secret, "\n");
        assertThatThrownBy(() -> service.by(account)).hasMessageContaining("is empty");
        Files.writeString(secret, "x".repeat(10_000));
        assertThatThrownBy(() -> service.by(account)).hasMessageContaining("more than 8192 bytes");
        Files.writeString(secret, "two words");
        assertThatThrownBy(() -> service.by(account))
                .hasMessageContaining("is no key")
                .hasMessageNotContaining("two words");
        Files.delete(secret);
        Files.createDirectory(secret);
        assertThatThrownBy(() -> service.by(account))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining(secret.toString());
    }

    @Test
    void aMountedKeyThatIsRotatedCountsFromTheNextCallOn() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), ACME_KEY + "\n");
        PredictionService service = predictions(Map.of("file", "file:" + secret), false);
        Attempt attempt = intended("file");
        PredictionId id = submitted(service, attempt).prediction().orElseThrow();

        acmeAccount.account().setKeys("canary-rotated");
        Files.writeString(secret, "canary-rotated\n");

        AccountRef sentBy = attempts.get(attempt.key()).account();
        assertThat(service.by(sentBy).poll(id).id()).isEqualTo(id);
    }

    /** An account's starts are counted by its key: a full one keeps nobody else from starting. */
    @Test
    void aFullAccountKeepsNoOtherFromStarting() {
        submitted(predictions, intended("acme"));
        Attempt second = attempts.intend(new Attempt(
                new AttemptKey(new JobId("acme", "job"), 1, 1),
                "two",
                "marker-2",
                PRICE,
                clock.instant(),
                new Intended()));

        assertThatThrownBy(() -> submitted(predictions, second)).isInstanceOf(RateLimitedException.class);
        assertThat(predictions.by(ACME).untilNextStart()).isPositive();
        assertThat(predictions.untilNextStart()).isZero();
        assertThat(submitted(predictions, intended("plain"))).isInstanceOf(Accepted.class);
    }

    @Test
    void aTenantWithoutAKeyIsRefusedWhereEachNeedsItsOwn() {
        PredictionService strict = predictions(Map.of("acme", ACME.value()), true);

        assertThat(strict.accountOf("acme")).isEqualTo(ACME);
        assertThatThrownBy(() -> strict.accountOf("plain"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("tenant plain")
                .hasMessageContaining("sam3.tenant.\"plain\".provider.key-ref");
    }

    @Test
    void aKeyThatIsGivenInPlaceOfAReferenceIsRefusedAndNotRepeated() {
        for (String wrong : List.of(ACME_KEY, "env:", "env:A-B", "file:relative/path", "vault:x")) {
            assertThatThrownBy(() -> new TenantKeys(Map.of("acme", wrong), false, environment::get))
                    .as(wrong)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("tenant acme")
                    .hasMessageNotContaining(ACME_KEY);
        }
    }

    @Test
    void noTableHasAKey() throws Exception {
        acmeAccount.faults().next(ProviderCall.SUBMIT, Fault.of(FaultKind.LOST_ANSWER));
        submitted(predictions, intended("acme"));
        submitted(predictions, intended("plain"));

        StringBuilder everything = new StringBuilder();
        try (Connection connection = source.getConnection();
                ResultSet rows = connection.createStatement().executeQuery("script")) {
            while (rows.next()) {
                everything.append(rows.getString(1)).append('\n');
            }
        }

        assertThat(everything).contains("env:ACME_KEY").doesNotContain("canary");
    }
}
