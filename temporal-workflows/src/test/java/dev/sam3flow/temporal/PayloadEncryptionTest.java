package dev.sam3flow.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.sam3flow.core.job.JobId;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DataConverterException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PayloadEncryptionTest {
    private static final byte[] OLD = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NEW = "abcdefghijklmnopqrstuvwxyz012345".getBytes(StandardCharsets.US_ASCII);
    private static final JobId SECRET = new JobId("acme", "canary-4711");

    private final DataConverter old = Records.dataConverter(PayloadEncryption.of(Map.of("k1", OLD), "k1"));
    private final DataConverter rotated =
            Records.dataConverter(PayloadEncryption.of(Map.of("k1", OLD, "k2", NEW), "k2"));

    private static Payload payload(DataConverter converter) {
        return converter.toPayload(SECRET).orElseThrow();
    }

    private static JobId read(DataConverter converter, Payload payload) {
        return converter.fromPayload(payload, JobId.class, JobId.class);
    }

    @Test
    void theServerSeesNothingAndTheWorkerEverything() {
        Payload payload = payload(old);

        assertThat(new String(payload.toByteArray(), StandardCharsets.ISO_8859_1))
                .doesNotContain("canary")
                .doesNotContain("acme");
        assertThat(read(old, payload)).isEqualTo(SECRET);
    }

    @Test
    void theSamePayloadLooksDifferentEachTime() {
        assertThat(payload(old).getData()).isNotEqualTo(payload(old).getData());
    }

    @Test
    void afterARotationOldAndNewPayloadsAreRead() {
        assertThat(read(rotated, payload(old))).isEqualTo(SECRET);
        assertThat(read(rotated, payload(rotated))).isEqualTo(SECRET);
        assertThatThrownBy(() -> read(old, payload(rotated)))
                .isInstanceOf(DataConverterException.class)
                .hasMessageContaining("key 'k2'");
    }

    @Test
    void payloadsFromBeforeEncryptionWasSwitchedOnAreRead() {
        assertThat(read(old, payload(Records.dataConverter()))).isEqualTo(SECRET);
    }

    @Test
    void anyAlteredByteIsNoticed() {
        Payload payload = payload(old);
        for (int i = 0; i < payload.getData().size(); i++) {
            byte[] bytes = payload.getData().toByteArray();
            bytes[i] ^= 1;
            Payload altered =
                    payload.toBuilder().setData(ByteString.copyFrom(bytes)).build();
            assertThatThrownBy(() -> read(old, altered)).as("byte %d", i).isInstanceOf(DataConverterException.class);
        }
    }

    @Test
    void aKeyOfTheWrongLengthAndACurrentKeyThatIsNotThereAreRefused() {
        assertThatThrownBy(() -> PayloadEncryption.of(Map.of("k", new byte[15]), "k"))
                .hasMessageContaining("15 bytes")
                .hasMessageNotContaining("[");
        assertThatThrownBy(() -> PayloadEncryption.of(Map.of("k", OLD), "other"))
                .hasMessageContaining("'other'");
    }
}
