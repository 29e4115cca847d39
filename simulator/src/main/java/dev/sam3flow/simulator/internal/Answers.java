package dev.sam3flow.simulator.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sam3flow.simulator.OutputWrapping;
import dev.sam3flow.simulator.fault.FaultKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Predictions as the provider tells them. */
final class Answers {
    private final Setup setup;
    private final Site site;

    Answers(Setup setup, Site site) {
        this.setup = setup;
        this.site = site;
    }

    /** @param status the word to tell */
    ObjectNode prediction(Run run, String status) {
        ObjectNode data = Json.object();
        data.put("id", run.id);
        data.put("model", Setup.MODEL);
        boolean completed = run.completed() && status.equals("completed");
        data.set("outputs", completed ? outputs(run) : Json.array());
        data.putObject("urls").put("get", site.api() + "/predictions/" + run.id + "/result");
        data.putArray("has_nsfw_contents");
        data.put("status", status);
        data.put("created_at", run.createdAt.toString());
        Run.Ending ending = run.ending;
        data.put("error", ending == null ? "" : ending.error());
        data.put("code", ending == null ? 0 : ending.code());
        long millis = ending == null || run.startedAt == null
                ? 0
                : Duration.between(run.startedAt, ending.at()).toMillis();
        data.put("executionTime", millis);
        data.putObject("timings").put("inference", millis);
        return data;
    }

    /** As webhooks and the list with inputs tell it. */
    ObjectNode withInput(Run run, String key) {
        ObjectNode data = prediction(run, run.status());
        data.set(key, run.input.known());
        return data;
    }

    private JsonNode outputs(Run run) {
        if (run.meets(FaultKind.OUTPUTS_MISSING)) {
            return Json.array();
        }
        String rle = site.root() + "/outputs/" + run.id + "/" + run.token + "_rle.json";
        String video = site.root() + "/outputs/" + run.id + "/" + run.token + ".mp4";
        ObjectNode both = Json.object();
        if (!run.meets(FaultKind.RLE_MISSING)) {
            both.put("rle_url", rle);
        }
        if (run.input.applyMask()) {
            both.put("video_url", video);
        }
        OutputWrapping wrapping = run.meets(FaultKind.WRAPPING)
                ? OutputWrapping.values()[Math.floorMod((int) run.amount(FaultKind.WRAPPING), 4)]
                : setup.wrapping();
        return switch (wrapping) {
            case OBJECT -> both;
            case OBJECT_IN_LIST -> Json.array().add(both);
            case TEXT_IN_LIST -> Json.array().add(new String(Json.bytes(both), StandardCharsets.UTF_8));
            case URLS_IN_LIST -> {
                ArrayNode urls = Json.array();
                both.forEach(urls::add);
                yield urls;
            }
        };
    }
}
