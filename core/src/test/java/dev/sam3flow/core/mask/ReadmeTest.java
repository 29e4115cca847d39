package dev.sam3flow.core.mask;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The README's code is this method's: it compiles, and gives what the README says. */
class ReadmeTest {
    private static String fiveLines() {
        FrameSize size = new FrameSize(7, 5);
        Mask person = Mask.ofCoco(size, "622101OO2O3O");
        Mask door = Mask.ofBox(size, new Box(2, 0, 3, 4));
        Mask both = person.union(door);
        String line = both.area() + " pixels, IoU " + person.iou(door) + ", COCO " + both.toCoco();
        return line;
    }

    @Test
    void theFiveLinesAreThoseOfThisFileAndGiveWhatIsSaid() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        List<String> source = Files.readAllLines(Path.of("src/test/java/dev/sam3flow/core/mask/ReadmeTest.java"));
        int start = source.indexOf("    private static String fiveLines() {") + 1;
        for (String line : source.subList(start, start + 5)) {
            assertThat(readme).contains("\n" + line.strip() + "\n");
        }
        assertThat(readme).contains("`line` is then `" + fiveLines() + "`");
    }
}
