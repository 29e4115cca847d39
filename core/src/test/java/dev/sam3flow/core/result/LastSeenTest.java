package dev.sam3flow.core.result;

import static dev.sam3flow.core.result.ResultFixtures.aMask;
import static dev.sam3flow.core.result.ResultFixtures.fileWithIds;
import static dev.sam3flow.core.result.ResultFixtures.fileWithoutIds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.mask.Box;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.rle.Dialect;
import dev.sam3flow.core.video.FrameRange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the next chunk is prompted by. */
class LastSeenTest {
    private static final FrameSize SIZE = new FrameSize(160, 90);
    private static final FrameRange FRAMES = new FrameRange(100, 200);
    private static final Chunk CHUNK = new Chunk(1, FRAMES, FRAMES, 10_000_000);

    private static Mask left(int frame) {
        return aMask(SIZE, frame - 90, 10, 20, 10);
    }

    private static Mask right(int frame) {
        return aMask(SIZE, frame - 60, 50, 10, 20);
    }

    private static List<Box> boxes(String file, int to) throws IOException {
        return LastSeen.boxes(
                new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)), CHUNK, SIZE, Dialect.PAIRS_ROW_1, to);
    }

    /** The right one is seen up to a frame. */
    private static String untilFrame(int last) {
        return fileWithIds(FRAMES, Dialect.PAIRS_ROW_1, frame -> {
            Map<Integer, Mask> objects = new TreeMap<>(Map.of(1, left(frame)));
            if (frame <= last) {
                objects.put(2, right(frame));
            }
            return objects;
        });
    }

    @Test
    void objectsThatAreAllThereHaveTheirBoxesOfThatFrame() throws IOException {
        assertThat(boxes(untilFrame(200), 190))
                .containsExactly(left(190).boundingBox(), right(190).boundingBox());
    }

    @Test
    void anObjectThatIsHiddenJustThereHasTheBoxOfItsOwnLastMask() throws IOException {
        assertThat(boxes(untilFrame(180), 190))
                .containsExactly(left(190).boundingBox(), right(180).boundingBox());
    }

    @Test
    void anObjectThatHasBeenGoneForLongHasNone() throws IOException {
        assertThat(boxes(untilFrame(170), 190)).containsExactly(left(190).boundingBox());
    }

    @Test
    void objectsWithoutIdsAreFollowedByTheirOverlap() throws IOException {
        String file = fileWithoutIds(
                FRAMES,
                Dialect.PAIRS_ROW_1,
                frame -> frame <= 180 ? List.of(right(frame), left(frame)) : List.of(left(frame)));

        assertThat(boxes(file, 190))
                .containsExactly(left(190).boundingBox(), right(180).boundingBox());
    }

    @Test
    void oneThatMovesTooFastToBeFollowedIsNotTakenForSeveral() throws IOException {
        String file = fileWithoutIds(
                FRAMES, Dialect.PAIRS_ROW_1, frame -> List.of(aMask(SIZE, 30 * (frame % 5), 10, 20, 10)));

        assertThat(boxes(file, 190)).containsExactly(new Box(0, 10, 20, 10));
    }

    @Test
    void nothingSeenIsNoBox() throws IOException {
        assertThat(boxes(fileWithIds(FRAMES, Dialect.PAIRS_ROW_1, frame -> Map.of()), 190))
                .isEmpty();
    }
}
