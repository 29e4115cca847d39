package dev.sam3flow.client.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sam3flow.client.ApiPath;
import dev.sam3flow.client.PathProbe;
import dev.sam3flow.client.WaveSpeedSettings;
import dev.sam3flow.core.prediction.PredictionId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Asks every documented path variant something that changes nothing: reads, deletes of an id that nobody has, uploads that
 * are announced without a size. The submit is not among them.
 */
final class PathProbes {
    private final WaveSpeedSettings settings;
    private final OneShot http;

    PathProbes(WaveSpeedSettings settings, OneShot http) {
        this.settings = settings;
        this.http = http;
    }

    List<PathProbe> all() {
        PredictionId nobody = new PredictionId(UUID.randomUUID().toString().replace("-", ""));
        ObjectNode page = Json.object().put("page", 1).put("page_size", 1);
        ObjectNode ids = Json.object();
        ids.putArray("ids").add(nobody.value());
        ObjectNode priced = Json.object().put("model_id", settings.model());
        priced.putObject("inputs").put("prompt", "person");
        List<PathProbe> found = new ArrayList<>();
        found.add(probe("balance", "GET", settings.path(ApiPath.BALANCE), null));
        found.add(probe("models", "GET", settings.path(ApiPath.MODELS), null));
        found.add(probe("quote", "POST", settings.path(ApiPath.QUOTE), priced));
        found.add(probe("quote, older form", "POST", settings.path(ApiPath.QUOTE_OLDER), priced));
        found.add(probe(
                "list", "POST", settings.path(ApiPath.LIST), page.deepCopy().put("include_inputs", true)));
        found.add(probe("result", "GET", settings.path(ApiPath.RESULT, nobody), null));
        found.add(probe("result, older form", "GET", settings.path(ApiPath.RESULT_OLDER, nobody), null));
        found.add(probe("delete", "POST", settings.path(ApiPath.DELETE), ids));
        found.add(probe("delete, older form", "DELETE", settings.path(ApiPath.DELETE_OLDER, nobody), null));
        found.add(probe("billing rows", "POST", settings.path(ApiPath.BILLING), page));
        found.add(probe("webhook secret", "GET", settings.path(ApiPath.WEBHOOK_SECRET), null));
        found.add(probe("upload ticket", "POST", settings.path(ApiPath.UPLOAD), Json.object()));
        found.add(probe("upload, older form", "POST", settings.path(ApiPath.UPLOAD_OLDER), Json.object()));
        return found.stream().map(one -> withoutId(one, nobody.value())).toList();
    }

    private static PathProbe withoutId(PathProbe probe, String id) {
        return new PathProbe(
                probe.call(),
                probe.path().replace(id, "{id}"),
                probe.answers(),
                probe.said().replace(id, "{id}"));
    }

    private PathProbe probe(String call, String method, String path, @Nullable ObjectNode body) {
        DirectHttp.Content content = body == null ? DirectHttp.Content.NONE : DirectHttp.Content.of(Json.bytes(body));
        String where = method + " " + path;
        try {
            Reply reply = http.send(method, path, content, settings.timeouts().call(), false);
            boolean server = reply.effective() / 100 == 5 && reply.effective() < 600;
            return new PathProbe(call, where, !reply.pathUnknown() && !server, reply.said());
        } catch (IOException failed) {
            return new PathProbe(call, where, false, "no answer: " + Words.safe(String.valueOf(failed.getMessage())));
        }
    }
}
