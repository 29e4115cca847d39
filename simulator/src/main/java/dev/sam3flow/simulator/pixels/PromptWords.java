package dev.sam3flow.simulator.pixels;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a text prompt asks for: a phrase between commas each, with the colours that it names. */
final class PromptWords {
    private PromptWords() {}

    /** The colours of each phrase; a phrase without colour means whatever moves. */
    static List<Set<Colour>> phrases(String prompt) {
        List<Set<Colour>> phrases = new ArrayList<>();
        for (String phrase : prompt.split(",")) {
            if (phrase.isBlank()) {
                continue;
            }
            Set<Colour> colours = EnumSet.noneOf(Colour.class);
            for (String word : phrase.toLowerCase(Locale.ROOT).split("[^a-z]+")) {
                Colour.ofWord(word).ifPresent(colours::add);
            }
            phrases.add(colours);
        }
        return phrases;
    }
}
