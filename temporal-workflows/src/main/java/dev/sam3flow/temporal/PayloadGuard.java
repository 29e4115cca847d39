package dev.sam3flow.temporal;

import io.temporal.api.common.v1.Payload;
import io.temporal.failure.ApplicationFailure;
import io.temporal.payload.codec.PayloadCodec;
import java.util.List;

/** Refuses payloads that do not belong into a history: large data travels by reference. */
public final class PayloadGuard implements PayloadCodec {
    /** Failure type of a refused payload. */
    public static final String FAILURE_TYPE = "payload-too-large";

    static final int MOST_BYTES = 256 * 1024;

    private final int mostBytes;

    public PayloadGuard(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    @Override
    public List<Payload> encode(List<Payload> payloads) {
        for (Payload payload : payloads) {
            if (payload.getSerializedSize() > mostBytes) {
                throw ApplicationFailure.newNonRetryableFailure(
                        "a payload of " + payload.getSerializedSize() + " bytes: at most " + mostBytes
                                + " may travel through a workflow; store the data as a blob and pass its reference",
                        FAILURE_TYPE);
            }
        }
        return payloads;
    }

    @Override
    public List<Payload> decode(List<Payload> payloads) {
        return payloads;
    }
}
