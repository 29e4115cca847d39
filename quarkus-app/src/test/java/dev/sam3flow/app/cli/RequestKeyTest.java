package dev.sam3flow.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.plan.PlanOptions;
import dev.sam3flow.core.prompt.BoxPrompt;
import dev.sam3flow.core.prompt.PointPrompt;
import dev.sam3flow.core.prompt.Prompts;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A key too coarse gives a stranger's result; one too fine pays twice. */
class RequestKeyTest {
    private static final Prompts PERSON = Prompts.ofText("person");
    private static final PlanOptions PLAN = PlanOptions.DEFAULTS;

    @Test
    void theSameOrderHasTheSameKeyWhateverTheOrderOfExports() {
        String key = RequestKey.of("ab", PERSON, PLAN, "auto", List.of("coco", "mots"), "simulator", List.of());
        assertThat(RequestKey.of("ab", PERSON, PLAN, "auto", List.of("mots", "coco"), "simulator", List.of()))
                .isEqualTo(key)
                .matches("cli-[0-9a-f]{24}");
    }

    @Test
    void everythingThatChangesTheResultChangesTheKey() {
        PlanOptions shorter = new PlanOptions(30_000_000, 1_000_000, PlanOptions.Objective.CHARGE);
        PlanOptions wider = new PlanOptions(PLAN.maxChunkMicros(), 2_000_000, PlanOptions.Objective.CHARGE);
        Prompts point = new Prompts(List.of("person"), List.of(new PointPrompt(1, 2, true)), List.of());
        Prompts box = new Prompts(List.of("person"), List.of(), List.of(new BoxPrompt(1, 2, 3, 4)));
        List<String> keys = List.of(
                RequestKey.of("ab", PERSON, PLAN, "auto", List.of(), "simulator", List.of()),
                RequestKey.of("ac", PERSON, PLAN, "auto", List.of(), "simulator", List.of()),
                RequestKey.of("ab", Prompts.ofText("a", "b"), PLAN, "auto", List.of(), "simulator", List.of()),
                RequestKey.of("ab", Prompts.ofText("a, b"), PLAN, "auto", List.of(), "simulator", List.of()),
                RequestKey.of("ab", point, PLAN, "auto", List.of(), "simulator", List.of()),
                RequestKey.of("ab", box, PLAN, "auto", List.of(), "simulator", List.of()),
                RequestKey.of("ab", PERSON, shorter, "auto", List.of(), "simulator", List.of()),
                RequestKey.of("ab", PERSON, wider, "auto", List.of(), "simulator", List.of()),
                RequestKey.of("ab", PERSON, PLAN, "coco", List.of(), "simulator", List.of()),
                RequestKey.of("ab", PERSON, PLAN, "auto", List.of("coco"), "simulator", List.of()),
                RequestKey.of("ab", PERSON, PLAN, "auto", List.of(), "simulator", List.of("per-object")),
                RequestKey.of("ab", PERSON, PLAN, "auto", List.of(), "simulator", List.of("auto-repair")),
                RequestKey.of("ab", PERSON, PLAN, "auto", List.of(), "https://api.wavespeed.ai/api/v3", List.of()));
        Set<String> different = new HashSet<>(keys);
        assertThat(different).hasSameSizeAs(keys);
    }
}
