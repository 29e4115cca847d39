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
}
