package dev.sam3flow.core.video;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Tag;

/** Stored frame tables from anywhere: refused with an {@code IOException}, or the same after they were written again. */
@Tag("fuzz")
class FrameTableFuzzTest {
    @FuzzTest(maxDuration = "20m", maxExecutions = 200_000)
    void tablesAreRefusedOrComeBackAsTheyWereRead(byte[] input) throws IOException {
        compare(input);
        compare(enveloped(input));
    }

    private static void compare(byte[] file) throws IOException {
        FrameTable table;
        try {
            table = FrameTableCodec.read(new ByteArrayInputStream(file));
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("frame table");
            return;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FrameTableCodec.write(table, out);
        FrameTable again = FrameTableCodec.read(new ByteArrayInputStream(out.toByteArray()));
        assertThat(again.frames()).isEqualTo(table.frames());
        assertThat(again.timeBase()).isEqualTo(table.timeBase());
        assertThat(again.lastDuration()).isEqualTo(table.lastDuration());
        for (int i = 0; i < table.frames(); i++) {
            assertThat(again.pts(i)).isEqualTo(table.pts(i));
            assertThat(again.sizeBytes(i)).isEqualTo(table.sizeBytes(i));
            assertThat(again.flags(i)).isEqualTo(table.flags(i));
        }
    }

    /** With a head and a checksum that are right: a fuzzer does not find these. */
    private static byte[] enveloped(byte[] body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataOutputStream head = new DataOutputStream(out);
        head.writeInt(0x53334654);
        head.writeByte(1);
        CRC32 crc = new CRC32();
        crc.update(body);
        DeflaterOutputStream deflated = new DeflaterOutputStream(out);
        deflated.write(body);
        for (int shift = 24; shift >= 0; shift -= 8) {
            deflated.write((int) (crc.getValue() >>> shift));
        }
        deflated.finish();
        return out.toByteArray();
    }
}
