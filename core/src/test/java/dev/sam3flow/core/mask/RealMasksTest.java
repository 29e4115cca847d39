package dev.sam3flow.core.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Masks that people drew over a real video; needs the footage, which is not part of the source. */
class RealMasksTest extends MaskLaws {
    private static final FrameSize SIZE = new FrameSize(480, 848);

    /** Every 100th: the laws look at each pixel. */
    @Override
    Stream<Picture> pictures() {
        List<String> texts = texts();
        return Stream.iterate(0, i -> i < texts.size(), i -> i + 100).map(i -> drawn(texts.get(i)));
    }

    @Test
    void everyMaskIsWrittenAsItWasRead() {
        List<String> texts = texts();
        assertThat(texts).hasSize(5 * 121);
        for (String text : texts) {
            assertThat(Mask.ofCoco(SIZE, text).toCoco()).isEqualTo(text);
        }
    }

    /** The obvious decoder, pixel by pixel, that shares nothing with the one under test. */
    private static Picture drawn(String text) {
        boolean[] pixels = new boolean[SIZE.pixels()];
        List<Integer> counts = new ArrayList<>();
        int position = 0;
        int at = 0;
        while (at < text.length()) {
            int number = 0;
            int shift = 0;
            int group;
            do {
                group = text.charAt(at++) - 48;
                number |= (group & 31) << shift;
                shift += 5;
            } while (group >= 32);
            number = (group & 16) == 0 ? number : number - (1 << shift);
            counts.add(counts.size() > 2 ? number + counts.get(counts.size() - 2) : number);
            for (int i = 0; i < counts.get(counts.size() - 1); i++) {
                pixels[position++] = counts.size() % 2 == 0;
            }
        }
        assertThat(position).isEqualTo(SIZE.pixels());
        return Picture.of(SIZE.width(), SIZE.height(), (x, y) -> pixels[x * SIZE.height() + y]);
    }

    private static List<String> texts() {
        String folder = System.getenv("SAM3FLOW_FOOTAGE");
        assumeThat(folder).as("SAM3FLOW_FOOTAGE names no folder with footage").isNotNull();
        Path file = Path.of(folder, "sav_000001_manual.json");
        assumeThat(file).as("the footage lacks " + file).exists();
        List<String> texts = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(Files.newInputStream(file))) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.VALUE_STRING && "counts".equals(parser.currentName())) {
                    texts.add(parser.getText());
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return texts;
    }
}
