package dev.sam3flow.camel.observing;

import java.util.EventObject;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;

/** Something happened to a prediction; event notifiers of the context receive it. */
public final class PredictionEvent extends EventObject implements CamelEvent {
    private static final long serialVersionUID = 1L;

    /** What happened. */
    public enum Kind {
        /** the provider accepted it: it is paid for */
        SUBMITTED,
        /** its submit got no answer, and it was found afterwards */
        FOUND,
        /** it has ended with masks */
        COMPLETED,
        /** it has ended without */
        FAILED
    }

    private final Kind kind;
    private final String predictionId;
    private long timestamp;

    public PredictionEvent(CamelContext context, Kind kind, String predictionId) {
        super(context);
        this.kind = kind;
        this.predictionId = predictionId;
    }

    public Kind kind() {
        return kind;
    }

    public String predictionId() {
        return predictionId;
    }

    @Override
    public Type getType() {
        return Type.Custom;
    }

    @Override
    public long getTimestamp() {
        return timestamp;
    }

    @Override
    public void setTimestamp(long timestamp) {
        this.timestamp = timestamp;
    }

    @Override
    public String toString() {
        return "prediction " + predictionId + " " + kind;
    }
}
