package dev.sam3flow.core.export;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sam3flow.core.track.Track;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The labels of a result, numbered from 1 in the order of their first track. */
record Categories(List<String> labels) {
    static Categories of(List<Track> tracks) {
        Set<String> labels = new LinkedHashSet<>();
        tracks.forEach(track -> labels.add(track.label()));
        return new Categories(new ArrayList<>(labels));
    }

    /** Number of a label, from 1. */
    int id(String label) {
        int index = labels.indexOf(label);
        if (index < 0) {
            throw new IllegalArgumentException("label '" + label + "' belongs to no track of the header");
        }
        return index + 1;
    }

    /** COCO's list of categories. */
    void write(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("categories");
        for (String label : labels) {
            json.writeStartObject();
            json.writeNumberField("id", id(label));
            json.writeStringField("name", label);
            json.writeStringField("supercategory", "");
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
