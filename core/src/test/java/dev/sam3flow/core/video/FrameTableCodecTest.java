package dev.sam3flow.core.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTableCodecTest {
    private static FrameTable table(long seed, int frames) {
        Random random = new Random(seed);
        long[] pts = new long[frames];
        int[] sizes = new int[frames];
        byte[] flags = new byte[frames];
        long time = random.nextInt(100_000) - 50_000;
        for (int i = 0; i < frames; i++) {
            pts[i] = time;
            time += 1 + random.nextInt(random.nextInt(20) == 0 ? 1_000_000 : 5);
            sizes[i] = random.nextInt(1 << random.nextInt(30));
            flags[i] = (byte) random.nextInt(8);
        }
        return FrameTable.ofColumns(new Fraction(1001, 30_000), pts, sizes, flags, 1 + random.nextInt(9));
    }

    private static byte[] bytes(FrameTable table) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FrameTableCodec.write(table, out);
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100, 4096, 4097, 20_000})
    void readsWhatItWrote(int frames) throws IOException {
        FrameTable table = table(frames, frames);

        FrameTable read = FrameTableCodec.read(new ByteArrayInputStream(bytes(table)));

        assertThat(read.timeBase()).isEqualTo(table.timeBase());
        assertThat(read.lastDuration()).isEqualTo(table.lastDuration());
        assertThat(read.frames()).isEqualTo(frames);
        for (int i = 0; i < frames; i++) {
            assertThat(new long[] {read.pts(i), read.sizeBytes(i), read.flags(i)})
                    .containsExactly(table.pts(i), table.sizeBytes(i), table.flags(i));
        }
    }

    @Test
    void takesLittleSpaceForAConstantRate() throws IOException {
        int frames = 18_000;
        long[] pts = new long[frames];
        int[] sizes = new int[frames];
        Random random = new Random(1);
        for (int i = 0; i < frames; i++) {
            pts[i] = 512L * i;
            sizes[i] = 900 + random.nextInt(200);
        }

        byte[] bytes = bytes(FrameTable.ofColumns(new Fraction(1, 12_800), pts, sizes, new byte[frames], 512));

        assertThat(bytes.length).isLessThan(2 * frames);
    }

    @Test
    void refusesEveryDamage() throws IOException {
        byte[] bytes = bytes(table(7, 500));

        for (int i = 0; i < bytes.length; i++) {
            byte[] damaged = bytes.clone();
            damaged[i] ^= 0x10;
            assertThatThrownBy(() -> FrameTableCodec.read(new ByteArrayInputStream(damaged)))
                    .as("byte %d", i)
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void refusesBytesThatEndEarly() throws IOException {
        byte[] bytes = bytes(table(7, 500));

        assertThatThrownBy(() -> FrameTableCodec.read(new ByteArrayInputStream(Arrays.copyOf(bytes, 200))))
                .isInstanceOf(IOException.class);
    }
}
