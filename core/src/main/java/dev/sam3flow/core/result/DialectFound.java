package dev.sam3flow.core.result;

import java.util.List;
import java.util.Map;

/**
 * How the provider's masks were read, and why so.
 *
 * @param name dialect's name such as {@code "pairs-row-1"}, or {@code "none"} where every mask is empty
 * @param pinned true where the operator chose it
 * @param evidence plain sentences for it
 * @param ruledOut other dialects by name, each with why it is not that one
 */
public record DialectFound(String name, boolean pinned, List<String> evidence, Map<String, String> ruledOut) {
    public DialectFound {
        evidence = List.copyOf(evidence);
        ruledOut = Map.copyOf(ruledOut);
    }
}
