package dev.sam3flow.simulator.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sam3flow.simulator.mask.MaskRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * What a submit asks for.
 *
 * @param known the known keys, as they came; all others are dropped without a word
 * @param video the video's URL
 * @param applyMask whether a video is answered, too
 * @param masks what to segment
 */
record Input(ObjectNode known, String video, boolean applyMask, MaskRequest masks) {
    private static final List<String> KEYS = List.of("video", "prompt", "point_prompts", "box_prompts", "apply_mask");

    static Input read(ObjectNode body, int promptLimit) throws Refusal {
        ObjectNode known = Json.object();
        for (String key : KEYS) {
            if (body.hasNonNull(key)) {
                known.set(key, body.get(key));
            }
        }
        String video = text(known, "video");
        String prompt = text(known, "prompt");
        if (prompt.codePointCount(0, prompt.length()) > promptLimit) {
            throw new Refusal(400, "prompt: at most " + promptLimit + " characters");
        }
        JsonNode applyMask = known.path("apply_mask");
        if (!applyMask.isMissingNode() && !applyMask.isBoolean()) {
            throw new Refusal(400, "apply_mask: must be a boolean");
        }
        List<MaskRequest.Point> points = new ArrayList<>();
        for (JsonNode item : items(known, "point_prompts")) {
            int label = number(item, "point_prompts", "label");
            if (label != 0 && label != 1) {
                throw new Refusal(400, "point_prompts: label must be 0 or 1");
            }
            points.add(new MaskRequest.Point(
                    number(item, "point_prompts", "x"), number(item, "point_prompts", "y"), label == 1, frame(item)));
        }
        List<MaskRequest.Box> boxes = new ArrayList<>();
        for (JsonNode item : items(known, "box_prompts")) {
            boxes.add(new MaskRequest.Box(
                    number(item, "box_prompts", "x_min"),
                    number(item, "box_prompts", "y_min"),
                    number(item, "box_prompts", "x_max"),
                    number(item, "box_prompts", "y_max"),
                    frame(item)));
        }
        return new Input(known, video, applyMask.asBoolean(true), new MaskRequest(prompt, points, boxes));
    }

    private static String text(ObjectNode input, String key) throws Refusal {
        JsonNode value = input.path(key);
        if (value.isMissingNode()) {
            throw new Refusal(400, key + ": is required");
        }
        if (!value.isTextual() || value.asText().isBlank()) {
            throw new Refusal(400, key + ": must be a text that is not blank");
        }
        return value.asText();
    }

    private static List<JsonNode> items(ObjectNode input, String key) throws Refusal {
        JsonNode list = input.path(key);
        if (list.isMissingNode()) {
            return List.of();
        }
        List<JsonNode> items = new ArrayList<>();
        list.forEach(items::add);
        if (!list.isArray() || !items.stream().allMatch(JsonNode::isObject)) {
            throw new Refusal(400, key + ": must be an array of objects");
        }
        return items;
    }

    private static int number(JsonNode item, String list, String key) throws Refusal {
        if (!item.path(key).isInt()) {
            throw new Refusal(400, list + ": " + key + " must be an integer");
        }
        return item.path(key).asInt();
    }

    private static int frame(JsonNode item) {
        return item.path("frame_index").asInt(0);
    }
}
