package dev.sam3flow.core.rle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.error.MalformedRleException;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.rle.DialectDecision.Decided;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Files of every dialect, layout, size and shape: what is decided must be right, whatever the shape. */
class DetectionCorpusTest {
    private static final int FILES = Integer.getInteger("sam3flow.corpus", 5_040);
    private static final int FILES_IN_EVERY_BUILD = 1_260;
    private static final int FRESH_SEEDS = Integer.getInteger("sam3flow.seeds", 10);
    /** Aspect ratios of videos, at a size that is quick to draw. */
    private static final int[][] USUAL_SIZES = {
        {160, 90},
        {90, 160},
        {160, 120},
        {120, 160},
        {192, 108},
        {108, 192},
        {240, 135},
        {214, 120},
        {240, 101},
        {320, 180}
    };

    private static final int[][] HARD_SIZES = {
        {128, 128},
        {64, 64},
        {33, 33},
        {200, 100},
        {100, 200},
        {210, 70},
        {60, 180},
        {130, 128},
        {128, 126},
        {99, 100},
        {120, 100},
        {170, 160},
        {16, 9},
        {7, 5},
        {5, 7},
        {3, 2},
        {4, 4},
        {1, 9},
        {9, 1},
        {1, 1},
        {2, 40}
    };

    @Test
    void decidesNoFileWrongly(TestReporter reporter) throws IOException {
        Found found = look(20_260_101, FILES_IN_EVERY_BUILD);
        found.shares.forEach(
                (kind, counts) -> reporter.publishEntry(kind, counts[0] + " of " + counts[1] + " decided"));
        found.requireRight(20_260_101, FILES_IN_EVERY_BUILD);
    }

    /** Files that nobody has seen when the rules were made. */
    @Test
    @Tag("soak")
    void decidesNoFileOfFreshSeedsWrongly() throws IOException {
        long first = Long.getLong("sam3flow.seed", System.currentTimeMillis());
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < FRESH_SEEDS; i++) {
            Found found = look(first + i, FILES);
            lines.append(found.line(first + i, FILES)).append('\n');
            found.requireRight(first + i, FILES);
        }
        Path folder = Files.createDirectories(Path.of("target", "evidence"));
        Files.writeString(folder.resolve("detection.txt"), lines);
    }

    /** What came of the files of one seed. */
    private static final class Found {
        private final Map<String, int[]> shares = new TreeMap<>();
        private final List<String> wrong = new ArrayList<>();
        private int refused;

        void requireRight(long seed, int files) {
            assertThat(wrong).as("decided wrongly of seed %d", seed).isEmpty();
            assertThat(refused).as("files of digits that were refused").isLessThan(files / 100);
            assertThat(share(shares, "all")).isGreaterThan(0.6);
            assertThat(share(shares, "usual shapes, usual sizes")).isGreaterThan(0.9);
        }

        String line(long seed, int files) {
            return String.format(
                    Locale.ROOT,
                    "| %d | %,d | %d | %.1f %% | %.1f %% | %.1f %% | %d |",
                    seed,
                    files,
                    wrong.size(),
                    100 * share(shares, "usual shapes, usual sizes"),
                    100 * share(shares, "all"),
                    100 * share(shares, "all, base open"),
                    refused);
        }
    }

    private static Found look(long seed, int files) throws IOException {
        Random random = new Random(seed);
        Found found = new Found();
        for (int i = 0; i < files; i++) {
            CorpusFile file = next(random, i);
            DialectEvidence evidence;
            try {
                evidence = evidence(file);
            } catch (MalformedRleException e) {
                assertThat(file.isListOfDigits()).as(file.name()).isTrue();
                found.refused++;
                continue;
            }
            DialectDecision strict = DialectDetector.withoutDefaultBase().decide(evidence);
            DialectDecision usual =
                    DialectDetector.withDefaultBase(file.dialect().base()).decide(evidence);
            check(file, strict, found.wrong);
            check(file, usual, found.wrong);
            found.refused += strict instanceof DialectDecision.Refused ? 1 : 0;
            String kind = (file.isUsual() ? "usual shapes" : "hard shapes")
                    + (isUsual(file.size()) ? ", usual sizes" : ", hard sizes");
            count(found.shares, "all, base open", strict);
            count(found.shares, "all", usual);
            count(found.shares, kind, usual);
            count(found.shares, kind + ", " + file.shape(), usual);
        }
        return found;
    }

    private static boolean isUsual(FrameSize size) {
        return size.width() != size.height()
                && Arrays.stream(USUAL_SIZES).anyMatch(usual -> usual[0] == size.width() && usual[1] == size.height());
    }

    private static CorpusFile next(Random random, int i) {
        int[][] sizes = random.nextBoolean() ? USUAL_SIZES : HARD_SIZES;
        int[] size = sizes[random.nextInt(sizes.length)];
        CorpusShape shape = CorpusShape.values()[i % CorpusShape.values().length];
        int frames = new int[] {1, 1, 2, 3, 6}[random.nextInt(5)];
        return CorpusFile.random(random, new FrameSize(size[0], size[1]), shape, frames, 1 + random.nextInt(2));
    }

    private static DialectEvidence evidence(CorpusFile file) throws IOException {
        EvidenceCollector collector = new EvidenceCollector(file.size(), file.prompts());
        new RleFileReader(RleLimits.STANDARD, file.size())
                .read(new ByteArrayInputStream(file.text().getBytes(StandardCharsets.UTF_8)), collector);
        return collector.evidence();
    }

    private static void check(CorpusFile file, DialectDecision decision, List<String> wrong) throws IOException {
        if (decision instanceof DialectDecision.Refused) {
            if (!file.isListOfDigits()) {
                wrong.add(file.name() + " is refused: " + decision);
            }
            return;
        }
        if (decision instanceof DialectDecision.Ambiguous) {
            return;
        }
        List<List<Mask>> found = masks(file, decision.require());
        List<List<Mask>> expected = file.frames().stream()
                .map(masks -> masks.stream().filter(mask -> !mask.isEmpty()).toList())
                .toList();
        if (!found.equals(expected)) {
            wrong.add(file.name() + ": " + decision);
        }
    }

    private static List<List<Mask>> masks(CorpusFile file, Dialect dialect) throws IOException {
        List<List<Mask>> frames = new ArrayList<>();
        RleSink sink = new RleSink() {
            @Override
            public void frame(int frame) {
                assertThat(frame).isEqualTo(frames.size());
                frames.add(new ArrayList<>());
            }

            @Override
            public void segment(RawSegment segment) {
                Mask mask = dialect.decode(file.size(), segment.rle());
                if (!mask.isEmpty()) {
                    frames.get(frames.size() - 1).add(mask);
                }
            }
        };
        new RleFileReader(RleLimits.STANDARD, file.size())
                .read(new ByteArrayInputStream(file.text().getBytes(StandardCharsets.UTF_8)), sink);
        return frames;
    }

    private static void count(Map<String, int[]> shares, String kind, DialectDecision decision) {
        int[] counts = shares.computeIfAbsent(kind, any -> new int[2]);
        counts[0] += decision instanceof Decided || decision instanceof DialectDecision.AllEmpty ? 1 : 0;
        counts[1]++;
    }

    private static double share(Map<String, int[]> shares, String kind) {
        int[] counts = shares.get(kind);
        return (double) counts[0] / counts[1];
    }
}
