package dev.sam3flow.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.export.PixelExport;
import dev.sam3flow.core.mask.Box;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.mask.PixelOrder;
import dev.sam3flow.core.video.Video;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures drawn from masks, read again by the JDK's PNG reader. */
class DrawnPicturesTest {
    private static final FfmpegVideoTools TOOLS = new FfmpegVideoTools(BarCodeClip.PROGRAMS);
    private static final int FRAMES = 30;

    @TempDir
    Path temp;

    private Path source;
    private Video video;

    @BeforeEach
    void clip() throws IOException {
        source = BarCodeClip.make(temp.resolve("a.mp4"), FRAMES, "-c:v", "libopenh264", "-b:v", "4M", "-g", "25");
        video = TOOLS.probe(source);
    }

    private Map<String, BufferedImage> draw(PixelExport export) throws IOException {
        Path target = temp.resolve(export.fileName());
        TOOLS.draw(export, source, video, DrawnMasks.of(video), target);
        Map<String, BufferedImage> pictures = new LinkedHashMap<>();
        try (InputStream tar = Files.newInputStream(target)) {
            byte[] head = tar.readNBytes(512);
            while (head[0] != 0) {
                String name = new String(head, 0, 100, StandardCharsets.US_ASCII).trim();
                int size = Integer.parseInt(new String(head, 124, 11, StandardCharsets.US_ASCII), 8);
                BufferedImage picture = ImageIO.read(new ByteArrayInputStream(tar.readNBytes(size)));
                assertThat(picture).as(name).isNotNull();
                pictures.put(name, picture);
                tar.skipNBytes((512 - size % 512) % 512);
                head = tar.readNBytes(512);
            }
        }
        return pictures;
    }

    private static Mask opaque(BufferedImage picture) {
        BitSet bits = new BitSet();
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                bits.set(y * picture.getWidth() + x, picture.getRGB(x, y) >>> 24 == 255);
            }
        }
        return Mask.ofBits(
                new dev.sam3flow.core.mask.FrameSize(picture.getWidth(), picture.getHeight()),
                bits,
                PixelOrder.ROW_MAJOR);
    }

    @Test
    void mattesAreOnePictureAFrameWhoseAlphaIsTheUnionOfTheMasks() throws IOException {
        Map<String, BufferedImage> pictures = draw(PixelExport.MATTE_PNG);

        assertThat(pictures).hasSize(FRAMES);
        for (int i = 0; i < FRAMES; i++) {
            BufferedImage picture = pictures.get(String.format(Locale.ROOT, "%06d.png", i));
            assertThat(opaque(picture)).isEqualTo(DrawnMasks.union(i));
            assertThat(number(picture, 32)).isEqualTo(i);
        }
    }

    @Test
    void cropsAreAsLargeAsTheBoxAndOnlyOfFramesWithTheTrack() throws IOException {
        Map<String, BufferedImage> pictures = draw(PixelExport.CROPS);

        for (int i = 0; i < FRAMES; i++) {
            String frame = String.format(Locale.ROOT, "%06d.png", i);
            BufferedImage belt = pictures.remove("track_0001/" + frame);
            assertThat(number(belt, 8)).isEqualTo(i);
            BufferedImage box = pictures.remove("track_0002/" + frame);
            assertThat(box == null).isEqualTo(!DrawnMasks.hasMoving(i));
            Box moving = DrawnMasks.moving(i);
            assertThat(box == null || box.getWidth() == moving.width() && box.getHeight() == moving.height())
                    .isTrue();
        }
        assertThat(pictures).isEmpty();
    }

    @Test
    void aContactSheetATrackShowsItAtTwentyMoments() throws IOException {
        Map<String, BufferedImage> pictures = draw(PixelExport.CONTACT_SHEET);

        assertThat(pictures).containsOnlyKeys("track_0001.png", "track_0002.png");
        BufferedImage sheet = pictures.get("track_0002.png");
        assertThat(sheet.getWidth()).isEqualTo(5 * 160);
        assertThat(sheet.getHeight()).isEqualTo(16 + 4 * 176);
        int background = sheet.getRGB(2, 40);
        for (int cell = 0; cell < 20; cell++) {
            int x = cell % 5 * 160 + 80;
            int y = 16 + cell / 5 * 176 + 80;
            assertThat(sheet.getRGB(x, y)).as("cell " + cell).isNotEqualTo(background);
        }
    }

    /** The bars under the belt tell the frame, whatever is written under the cell. */
    @Test
    void everyCellOfAContactSheetShowsTheFrameThatItNames() throws IOException {
        BufferedImage sheet = draw(PixelExport.CONTACT_SHEET).get("track_0001.png");

        List<Integer> shown = new ArrayList<>();
        for (int cell = 0; cell < 20; cell++) {
            int left = cell % 5 * 160;
            int top = 16 + cell / 5 * 176;
            // 400 pixels of belt on 156, in the middle of the cell
            int frame = number(sheet.getSubimage(left + 2, top, 156, 160), 80);
            String text = DrawnText.read((x, y) -> (sheet.getRGB(x, y) & 0xff) > 200, left + 3, top + 164, 1, 12);
            assertThat(text).isEqualTo(String.format(Locale.ROOT, "%06d  %.2f", frame, frame * 0.04));
            shown.add(frame);
        }
        // the middle of each of twenty equal parts of thirty frames
        assertThat(shown)
                .containsExactlyElementsOf(IntStream.range(0, 20)
                        .map(k -> (int) ((k + 0.5) * FRAMES / 20))
                        .boxed()
                        .toList());
    }

    @Test
    void aContactSheetIsHeadedByTheTracksNumberAndLabel() throws IOException {
        Map<String, BufferedImage> sheets = draw(PixelExport.CONTACT_SHEET);

        assertThat(head(sheets.get("track_0001.png"))).isEqualTo("1 BELT");
        assertThat(head(sheets.get("track_0002.png"))).isEqualTo("2 BOX ");
    }

    private static String head(BufferedImage sheet) {
        int background = sheet.getRGB(0, 0);
        return DrawnText.read((x, y) -> sheet.getRGB(x, y) != background, 3, 4, 1, 6);
    }

    /** The number in the bars of a row. */
    private static int number(BufferedImage picture, int row) {
        int coded = 0;
        double bar = picture.getWidth() / 25.0;
        for (int bit = 0; bit < 25; bit++) {
            int light = picture.getRGB((int) (bit * bar + bar / 2), row) & 0xff;
            coded |= light > 125 ? 1 << bit : 0;
        }
        return coded >>> 1;
    }
}
