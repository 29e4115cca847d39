package dev.sam3flow.core.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.mask.FrameSize;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptsTest {
    private static final FrameSize SIZE = new FrameSize(640, 360);

    @Test
    void severalTextsAreSentAsOneCommaSeparatedPrompt() {
        assertThat(Prompts.ofText(" person ", "cloth").joinedText()).isEqualTo("person, cloth");
    }

    @Test
    void refusesAnEmptyPromptAndSaysWhatIsNeeded() {
        assertThatThrownBy(() -> Prompts.ofText("  "))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("--prompt");
        assertThatThrownBy(Prompts::ofText).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void aTextOfMoreThan32CharactersIsWarnedOfAndNotRefused() {
        String thirtyTwo = "a person who carries a black bag";
        assertThat(PromptLimit.USUAL.warning(Prompts.ofText(thirtyTwo))).isEmpty();
        assertThat(PromptLimit.USUAL.warning(Prompts.ofText(thirtyTwo + "s")).orElseThrow())
                .contains(thirtyTwo + "s", "33 characters", "more than 32");
        assertThatCode(() -> PromptLimit.USUAL.check(Prompts.ofText(thirtyTwo + "s")))
                .doesNotThrowAnyException();
    }

    @Test
    void severalTextsCountAsTheOneThatIsSent() {
        assertThat(new PromptLimit(10, PromptLimit.Excess.WARN)
                        .warning(Prompts.ofText("person", "dog"))
                        .orElseThrow())
                .contains("\"person, dog\"", "11 characters");
    }

    @Test
    void aLimitIsAnErrorWhereTheOperatorSaysSo() {
        PromptLimit strict = new PromptLimit(6, PromptLimit.Excess.REFUSE);
        assertThatCode(() -> strict.check(Prompts.ofText("person"))).doesNotThrowAnyException();
        assertThatThrownBy(() -> strict.check(Prompts.ofText("persons")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("7 characters");
        assertThatThrownBy(() -> new PromptLimit(0, PromptLimit.Excess.WARN))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("at least 1");
    }

    @Test
    void refusesABoxOutsideTheFrameNamingBoth() {
        Prompts prompts = new Prompts(List.of("person"), List.of(), List.of(new BoxPrompt(600, 0, 641, 10)));
        assertThatThrownBy(() -> prompts.checkInside(SIZE))
                .hasMessageContaining("box 600,0,641,10")
                .hasMessageContaining("640x360");
    }

    @Test
    void refusesAPointOnePixelBeyondTheLastColumn() {
        Prompts prompts = new Prompts(List.of("person"), List.of(new PointPrompt(640, 0, true)), List.of());
        assertThatThrownBy(() -> prompts.checkInside(SIZE)).hasMessageContaining("point 640,0");
    }

    @Test
    void takesABoxThatIsTheWholeFrame() {
        Prompts prompts = new Prompts(List.of("person"), List.of(), List.of(new BoxPrompt(0, 0, 640, 360)));
        assertThatCode(() -> prompts.checkInside(SIZE)).doesNotThrowAnyException();
    }

    @Test
    void refusesABoxWithoutArea() {
        List<BoxPrompt> boxes = List.of(new BoxPrompt(5, 5, 5, 9));
        assertThatThrownBy(() -> new Prompts(List.of("person"), List.of(), boxes))
                .hasMessageContaining("no area");
    }

    @Test
    void eachTextIsAnObjectOrWithOneTextEachBoxAndPoint() {
        PointPrompt point = new PointPrompt(5, 6, true);
        BoxPrompt one = new BoxPrompt(1, 2, 3, 4);
        BoxPrompt other = new BoxPrompt(10, 20, 30, 40);
        Prompts boxed = new Prompts(List.of("person"), List.of(point), List.of(one, other), 7);

        assertThat(Prompts.ofText("person", "dog").each())
                .containsExactly(Prompts.ofText("person"), Prompts.ofText("dog"));
        assertThat(boxed.each())
                .containsExactly(
                        new Prompts(List.of("person"), List.of(), List.of(one), 7),
                        new Prompts(List.of("person"), List.of(), List.of(other), 7),
                        new Prompts(List.of("person"), List.of(point), List.of(), 7));
    }

    @Test
    void objectsWhosePromptsCannotBeToldApartAreRefused() {
        Prompts whose = new Prompts(List.of("person", "dog"), List.of(), List.of(new BoxPrompt(1, 2, 3, 4)));
        Prompts not = new Prompts(List.of("person"), List.of(new PointPrompt(1, 2, false)), List.of());

        assertThatThrownBy(whose::each)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("2 texts");
        assertThatThrownBy(not::each)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("on their objects");
    }
}
