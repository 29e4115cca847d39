package dev.sam3flow.client.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sam3flow.client.PathProbe;
import dev.sam3flow.client.WaveSpeedSettings;
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
        String nobody = UUID.randomUUID().toString().replace("-", "");
        ObjectNode page = Json.object().put("page", 1).put("page_size", 1);
        ObjectNode ids = Json.object();
        ids.putArray("ids").add(nobody);
        ObjectNode priced = Json.object().put("model_id", settings.model());
        priced.putObject("inputs").put("prompt", "person");
        List<PathProbe> found = new ArrayList<>();
        found.add(probe("balance", "GET", "/balance", null));
        found.add(probe("models", "GET", "/models", null));
        found.add(probe("quote", "POST", "/model/price", priced));
        found.add(probe("quote, older form", "POST", "/model/pricing", priced));
        found.add(probe("list", "POST", "/predictions", page.deepCopy().put("include_inputs", true)));
        found.add(probe("result", "GET", "/predictions/" + nobody + "/result", null));
        found.add(probe("result, older form", "GET", "/predictions/" + nobody, null));
        found.add(probe("delete", "POST", "/predictions/delete", ids));
        found.add(probe("delete, older form", "DELETE", "/predictions/" + nobody, null));
        found.add(probe("billing rows", "POST", "/billings/search", page));
        found.add(probe("webhook secret", "GET", "/webhook/secret", null));
        found.add(probe("upload ticket", "POST", "/media/uploads", Json.object()));
        found.add(probe("upload, older form", "POST", "/media/upload/binary", Json.object()));
        return found.stream().map(one -> withoutId(one, nobody)).toList();
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
