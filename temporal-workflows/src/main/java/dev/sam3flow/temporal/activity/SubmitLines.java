package dev.sam3flow.temporal.activity;

import dev.sam3flow.core.prediction.AccountRef;
import java.util.HashMap;
import java.util.Map;

/** A {@link SubmitLine} for each account: who waits for a full account stands in nobody else's way. */
final class SubmitLines {
    private final int mostGoing;
    private final Map<AccountRef, SubmitLine> lines = new HashMap<>();
    private boolean closed;

    /** @param mostGoing submits of one account that go at a time */
    SubmitLines(int mostGoing) {
        this.mostGoing = mostGoing;
    }

    synchronized SubmitLine of(AccountRef account) {
        return lines.computeIfAbsent(account, missing -> {
            SubmitLine line = new SubmitLine(mostGoing);
            if (closed) {
                line.close();
            }
            return line;
        });
    }

    /** Nobody goes any more, in whatever line. */
    synchronized void close() {
        closed = true;
        lines.values().forEach(SubmitLine::close);
    }
}
