package dev.sam3flow.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the provider holds for its one customer; everything may be changed while it runs. */
public final class Account {
    private long balanceMicroUsd = 1_000_000_000;
    private long unitMicroUsd = 50_000;
    private int discountPercent;
    private PriceRounding rounding = PriceRounding.STARTED_UNITS;
    private @Nullable Set<String> keys;
    private List<String> webhookSecrets = List.of("whsec_simulated0123456789abcdef01234567");
    private int startsAMinute = Integer.MAX_VALUE;
    private int inFlight = Integer.MAX_VALUE;
    private @Nullable String retryAfter;
    private Duration listLag = Duration.ZERO;
    private boolean listTellsInputs = true;
    private Duration refundDelay = Duration.ZERO;
    private int noBalanceStatus = 402;
    private DeleteEffect deleteEffect = DeleteEffect.STOPS;
    private boolean billsInMicroUsd;
    private int promptLimit = Integer.MAX_VALUE;
    private long uploadLimitBytes = 200L << 20;

    public synchronized long balanceMicroUsd() {
        return balanceMicroUsd;
    }

    public synchronized Account setBalanceMicroUsd(long microUsd) {
        balanceMicroUsd = microUsd;
        return this;
    }

    /** Takes an amount, or gives it back where it is negative. */
    public synchronized void take(long microUsd) {
        balanceMicroUsd -= microUsd;
    }

    public synchronized long unitMicroUsd() {
        return unitMicroUsd;
    }

    /** What every started 5 s of predictions created from now on are. */
    public synchronized Account setUnitMicroUsd(long microUsd) {
        unitMicroUsd = microUsd;
        return this;
    }

    public synchronized int discountPercent() {
        return discountPercent;
    }

    public synchronized Account setDiscountPercent(int percent) {
        discountPercent = percent;
        return this;
    }

    public synchronized PriceRounding rounding() {
        return rounding;
    }

    public synchronized Account setRounding(PriceRounding newRounding) {
        rounding = newRounding;
        return this;
    }

    /** The price before discount of a video of this length. */
    public synchronized long originPrice(long durationMicros) {
        return rounding.price(durationMicros, unitMicroUsd);
    }

    /** The price after discount, rounded down to a micro-USD. */
    public synchronized long price(long durationMicros) {
        return originPrice(durationMicros) * (100 - discountPercent) / 100;
    }

    public synchronized boolean accepts(String key) {
        return keys == null ? !key.isBlank() : keys.contains(key);
    }

    /** From now on exactly these keys are accepted; before, any that is not blank. */
    public synchronized Account setKeys(String... accepted) {
        keys = Set.of(accepted);
        return this;
    }

    /** The first is told, and signs; all of them sign while a rotation goes on. */
    public synchronized List<String> webhookSecrets() {
        return webhookSecrets;
    }

    public synchronized Account setWebhookSecrets(String... secrets) {
        webhookSecrets = List.of(secrets);
        return this;
    }

    /** A new secret, with the old one still signing beside it. */
    public synchronized Account rotateWebhookSecret(String secret) {
        List<String> both = new ArrayList<>(List.of(secret));
        both.add(webhookSecrets.get(0));
        webhookSecrets = List.copyOf(both);
        return this;
    }

    public synchronized int startsAMinute() {
        return startsAMinute;
    }

    public synchronized int inFlight() {
        return inFlight;
    }

    /**
     * The limits of the account's level.
     *
     * @param startsAMinute beyond it a submit gets 429
     * @param runsAtOnce beyond it a prediction waits silently
     */
    public synchronized Account setLimits(int startsAMinute, int runsAtOnce) {
        this.startsAMinute = startsAMinute;
        this.inFlight = runsAtOnce;
        return this;
    }

    public synchronized @Nullable String retryAfter() {
        return retryAfter;
    }

    /** What 429 by the per-minute limit says in {@code Retry-After}; null for no header. */
    public synchronized Account setRetryAfter(@Nullable String text) {
        retryAfter = text;
        return this;
    }

    public synchronized Duration listLag() {
        return listLag;
    }

    public synchronized Account setListLag(Duration lag) {
        listLag = lag;
        return this;
    }

    public synchronized boolean listTellsInputs() {
        return listTellsInputs;
    }

    /** Whether the list gives inputs to who asks for them, which is what one page of the provider's says. */
    public synchronized Account setListTellsInputs(boolean told) {
        listTellsInputs = told;
        return this;
    }

    public synchronized Duration refundDelay() {
        return refundDelay;
    }

    public synchronized Account setRefundDelay(Duration delay) {
        refundDelay = delay;
        return this;
    }

    public synchronized int noBalanceStatus() {
        return noBalanceStatus;
    }

    public synchronized Account setNoBalanceStatus(int status) {
        noBalanceStatus = status;
        return this;
    }

    public synchronized DeleteEffect deleteEffect() {
        return deleteEffect;
    }

    public synchronized Account setDeleteEffect(DeleteEffect effect) {
        deleteEffect = effect;
        return this;
    }

    public synchronized boolean billsInMicroUsd() {
        return billsInMicroUsd;
    }

    /** Whether prices in billing rows are micro-USD, as in one old sample, instead of USD. */
    public synchronized Account setBillsInMicroUsd(boolean micro) {
        billsInMicroUsd = micro;
        return this;
    }

    public synchronized int promptLimit() {
        return promptLimit;
    }

    /** Longest prompt that is not refused, in characters. */
    public synchronized Account setPromptLimit(int characters) {
        promptLimit = characters;
        return this;
    }

    public synchronized long uploadLimitBytes() {
        return uploadLimitBytes;
    }

    public synchronized Account setUploadLimitBytes(long bytes) {
        uploadLimitBytes = bytes;
        return this;
    }
}
