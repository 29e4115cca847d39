package dev.sam3flow.client.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sam3flow.client.ApiPath;
import dev.sam3flow.client.PathProbe;
import dev.sam3flow.client.WaveSpeedSettings;
import dev.sam3flow.client.download.AddressRules;
import dev.sam3flow.client.download.GuardedDownload;
import dev.sam3flow.client.download.Resolver;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.MalformedResponseException;
import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.error.RejectedException;
import dev.sam3flow.core.error.UnavailableException;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.prediction.BillingRow;
import dev.sam3flow.core.prediction.DeleteOutcome;
import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prediction.PredictionInput;
import dev.sam3flow.core.prediction.PredictionOutputs;
import dev.sam3flow.core.prediction.TimeWindow;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** The provider's calls, each by the path that the account's API knows. */
public final class Provider {
    private final WaveSpeedSettings settings;
    private final ApiCalls api;
    private final OneShot oneShot;
    private final Submit submit;
    private final Uploads uploads;
    private final Lists lists;
    private final GuardedDownload outputs;
    private volatile boolean olderResultForm;

    public Provider(WaveSpeedSettings settings, Resolver resolver, Clock clock) {
        this.settings = settings;
        SSLSocketFactory tls = settings.tls() == null
                ? (SSLSocketFactory) SSLSocketFactory.getDefault()
                : settings.tls().getSocketFactory();
        DirectHttp direct = new DirectHttp(tls, settings.proxy());
        api = new ApiCalls(settings, clock);
        oneShot = new OneShot(settings, direct, resolver, clock);
        submit = new Submit(settings, oneShot);
        uploads = new Uploads(settings, api, direct, resolver);
        lists = new Lists(settings, api);
        GuardedDownload.Rules rules = new GuardedDownload.Rules(
                settings.onThisMachine() ? AddressRules.PUBLIC_AND_THIS_MACHINE : AddressRules.PUBLIC_ONLY,
                settings.onThisMachine(),
                settings.outputHosts(),
                settings.sizes().outputBytes(),
                settings.timeouts().connect(),
                settings.timeouts().idle(),
                settings.timeouts().transfer());
        outputs = new GuardedDownload(rules, resolver, direct);
    }

    public boolean simulatorSeen() {
        return api.simulatorSeen();
    }

    public URI upload(Path file, String fileName) {
        return uploads.upload(file, fileName);
    }

    public Prediction submit(PredictionInput input, @Nullable String webhook) {
        return submit.send(input, webhook);
    }

    /** One request a look: who polls looks again anyway, and the provider asks for 5 s between two looks. */
    public Prediction poll(PredictionId id) {
        Reply reply = look(id);
        if (reply.pathUnknown() && !olderResultForm) {
            olderResultForm = true;
            reply = look(id);
        }
        Prediction seen = PredictionReader.read(reply.data("prediction " + id));
        if (!seen.id().equals(id)) {
            throw Json.malformed("id", "asked for prediction " + id + " and was told of " + seen.id());
        }
        return seen;
    }

    private Reply look(PredictionId id) {
        String path = settings.path(olderResultForm ? ApiPath.RESULT_OLDER : ApiPath.RESULT, id);
        try {
            return oneShot.send(
                    "GET", path, DirectHttp.Content.NONE, settings.timeouts().call(), false);
        } catch (IOException failed) {
            throw new UnavailableException(
                    "prediction " + id + ": no answer from "
                            + settings.baseUrl().getHost() + ", " + Words.safe(String.valueOf(failed.getMessage()))
                            + "; check the network and the base URL",
                    failed);
        }
    }

    public InputStream fetch(PredictionOutputs made) {
        try {
            return outputs.open(made.rle());
        } catch (RejectedException expired) {
            if (expired.status() == 403) {
                throw new NotFoundException("the result file may no longer be read: " + expired.getMessage(), expired);
            }
            throw expired;
        } catch (InvalidInputException notAllowed) {
            throw new MalformedResponseException("outputs", String.valueOf(notAllowed.getMessage()), notAllowed);
        }
    }

    public DeleteOutcome delete(PredictionId id) {
        ObjectNode body = Json.object();
        body.putArray("ids").add(id.value());
        Reply reply = api.ask("POST", settings.path(ApiPath.DELETE), body);
        if (reply.pathUnknown()) {
            return deleteOldForm(id);
        }
        JsonNode count = reply.data("delete of " + id).path("deleted_count");
        if (!count.isIntegralNumber()) {
            throw Json.malformed("deleted_count", "missing after the delete of " + id);
        }
        return count.longValue() > 0 ? DeleteOutcome.DELETED : DeleteOutcome.UNKNOWN_THERE;
    }

    private DeleteOutcome deleteOldForm(PredictionId id) {
        try {
            api.ask("DELETE", settings.path(ApiPath.DELETE_OLDER, id), null).data("delete of " + id);
            return DeleteOutcome.DELETED;
        } catch (NotFoundException unknown) {
            return DeleteOutcome.UNKNOWN_THERE;
        }
    }

    public List<Prediction> find(TimeWindow window) {
        return lists.predictions(window);
    }

    public List<BillingRow> charges(List<PredictionId> ids) {
        return lists.billingRows(ids);
    }

    public List<BillingRow> charges(TimeWindow window) {
        return lists.billingRows(window);
    }

    public MicroUsd balance() {
        return MoneyReader.usd(api.get("balance", settings.path(ApiPath.BALANCE)), "balance");
    }

    public MicroUsd quote(PredictionInput input) {
        ObjectNode body = Json.object().put("model_id", settings.model());
        body.set("inputs", Submit.body(input));
        Reply reply = api.ask("POST", settings.path(ApiPath.QUOTE), body);
        if (reply.pathUnknown() || reply.effective() == 404) {
            return MoneyReader.usd(api.post("quote", settings.path(ApiPath.QUOTE_OLDER), body), "unit_price");
        }
        JsonNode data = reply.data("quote");
        Optional<MicroUsd> discounted = MoneyReader.tryUsd(data, "discounted_price");
        return discounted.isPresent() ? discounted.get() : MoneyReader.usd(data, "price");
    }

    public Map<String, MicroUsd> models() {
        Map<String, MicroUsd> models = new LinkedHashMap<>();
        for (JsonNode row : Lists.items(api.get("models", settings.path(ApiPath.MODELS)), "models")) {
            Json.text(row, "model_id")
                    .ifPresent(id ->
                            models.put(id, MoneyReader.tryUsd(row, "base_price").orElse(MicroUsd.ZERO)));
        }
        return models;
    }

    public List<PathProbe> probePaths() {
        return new PathProbes(settings, oneShot).all();
    }

    public String webhookSecret() {
        return Json.text(api.get("webhook secret", settings.path(ApiPath.WEBHOOK_SECRET)), "secret")
                .orElseThrow(() -> Json.malformed("secret", "missing"));
    }
}
