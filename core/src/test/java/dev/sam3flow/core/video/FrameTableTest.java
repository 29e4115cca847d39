package dev.sam3flow.core.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FrameTableTest {
    private static final Fraction MILLIS = new Fraction(1, 1000);

    @Test
    void framesAreNumberedByPresentationTimeNotByPlaceInTheFile() {
        FrameTable table = table("I0 P120 B40 B80");
        assertThat(IntStream.range(0, 4).mapToLong(table::pts)).containsExactly(0L, 40L, 80L, 120L);
    }

    @Test
    void aKeyFrameOfAClosedGroupIsASafeCut() {
        FrameTable table = table("I0 P80 B40 I120 P200 B160");
        assertThat(safeCuts(table)).containsExactly(0, 3);
    }

    @Test
    void aKeyFrameFollowedByEarlierFramesIsNoSafeCut() {
        // an open group: the frame at 80 is decoded after the key frame at 120 but shown before it
        FrameTable table = table("I0 P40 I120 B80 P160");
        assertThat(safeCuts(table)).containsExactly(0);
    }

    @Test
    void anEndIsCleanWhereEverythingBeforeItIsShownBeforeEverythingAfterIt() {
        FrameTable table = table("I0 P120 B40 B80 P160");
        assertThat(IntStream.rangeClosed(0, 5).filter(table::isCleanEnd)).containsExactly(0, 1, 4, 5);
    }

    @Test
    void framesHiddenByAnEditListHaveNoIndex() {
        FrameTable table = FrameTable.ofPackets(
                MILLIS, List.of(packet(0, true, true), packet(40, false, false), packet(80, true, false)));
        assertThat(table.frames()).isEqualTo(2);
        assertThat(safeCuts(table)).containsExactly(1);
    }

    @Test
    void aVideoThatStartsInsideAGroupCannotBeCutAtItsFirstFrame() {
        FrameTable table = FrameTable.ofPackets(MILLIS, List.of(packet(0, true, true), packet(40, false, false)));
        assertThat(table.isSafeCut(0)).isFalse();
    }

    @Test
    void durationsRoundUpToWholeMicroseconds() {
        FrameTable table = FrameTable.ofPackets(
                new Fraction(1, 30_000),
                List.of(new Packet(0, 1001, 10, true, false), new Packet(1001, 1001, 10, false, false)));
        assertThat(table.durationMicros(0, 1)).isEqualTo(33_367);
        assertThat(table.durationMicros()).isEqualTo(66_734);
        assertThat(table.timeMicros(1)).isEqualTo(33_366);
    }

    @Test
    void aVariableRateIsMeasuredByItsOwnTimes() {
        FrameTable table = table("I0 P40 P500");
        assertThat(table.durationMicros(1, 2)).isEqualTo(460_000);
    }

    @Test
    void refusesTwoFramesAtOneTime() {
        assertThatThrownBy(() -> table("I0 P40 P40"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("presentation time 40");
    }

    @Test
    void refusesAVideoWithoutAFrame() {
        assertThatThrownBy(() -> FrameTable.ofPackets(MILLIS, List.of())).isInstanceOf(InvalidInputException.class);
    }

    private static List<Integer> safeCuts(FrameTable table) {
        return IntStream.range(0, table.frames())
                .filter(table::isSafeCut)
                .boxed()
                .toList();
    }

    private static FrameTable table(String packets) {
        List<Packet> list = new ArrayList<>();
        for (String text : packets.split(" ")) {
            list.add(packet(Long.parseLong(text.substring(1)), text.startsWith("I"), false));
        }
        return FrameTable.ofPackets(MILLIS, list);
    }

    private static Packet packet(long pts, boolean key, boolean discard) {
        return new Packet(pts, 40, 100, key, discard);
    }
}
