package dev.sam3flow.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** All money that the simulator took and gave back: the oracle for what a client believes it has spent. */
public final class BillingBook {
    private final List<BookRow> rows = new ArrayList<>();

    /** All rows, oldest first. */
    public synchronized List<BookRow> rows() {
        return List.copyOf(rows);
    }

    /** What was taken less what was given back. */
    public synchronized long chargedMicroUsd() {
        return rows.stream()
                .mapToLong(row -> row.refund() ? -row.microUsd() : row.microUsd())
                .sum();
    }

    /** The ids of all predictions that were ever paid for. */
    public synchronized Set<String> paidPredictions() {
        return rows.stream()
                .filter(row -> !row.refund())
                .map(BookRow::predictionId)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Enters a row; only the simulator does. */
    public synchronized void enter(BookRow row) {
        rows.add(row);
    }
}
