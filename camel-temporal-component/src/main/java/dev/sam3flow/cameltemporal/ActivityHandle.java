package dev.sam3flow.cameltemporal;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The activity whose route an exchange is in: its property {@link TemporalConstants#ACTIVITY}. */
public interface ActivityHandle {
    /**
     * Says that the route lives and how far it is; beats without details are sent by the endpoint itself.
     *
     * @param details what the next attempt is told, should this one be lost
     */
    void heartbeat(@Nullable Object details);

    /** What the last beat of the attempt before said. */
    <T> Optional<T> lastHeartbeat(Class<T> type);

    /** True once the workflow no longer wants the result; the route ends before its next step. */
    boolean cancelRequested();
}
