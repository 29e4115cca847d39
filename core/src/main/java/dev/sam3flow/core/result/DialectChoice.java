package dev.sam3flow.core.result;

import dev.sam3flow.core.error.AmbiguousDialectException;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.MalformedRleException;
import dev.sam3flow.core.job.ChunkResult;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.rle.Dialect;
import dev.sam3flow.core.rle.DialectDecision;
import dev.sam3flow.core.rle.DialectDetector;
import dev.sam3flow.core.rle.DialectEvidence;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The dialect of all chunks of a job and why it is that one. */
record DialectChoice(Dialect dialect, DialectFound found) {
    /** Shown where every mask is empty, so that all dialects read the same. */
    static final String NONE = "none";

    /**
     * Decides over the evidence of all chunks together.
     *
     * @param option a dialect's name, or {@link JobRequest#AUTO_DIALECT}
     * @throws InvalidInputException if there is no dialect of that name
     * @throws AmbiguousDialectException if it cannot be told
     * @throws MalformedRleException if the files can be read in no dialect, or not in the pinned one
     */
    static DialectChoice of(List<ChunkResult> chunks, String option) {
        boolean pinned = !option.equals(JobRequest.AUTO_DIALECT);
        Dialect wanted = pinned ? Dialect.ofOption(option) : Dialect.PAIRS_ROW_1;
        DialectEvidence all = chunks.stream()
                .map(ChunkResult::evidence)
                .reduce(DialectEvidence::merge)
                .orElse(null);
        if (all == null) {
            return new DialectChoice(
                    wanted, new DialectFound(NONE, pinned, List.of("no chunk has a result"), Map.of()));
        }
        DialectDetector detector = DialectDetector.standard();
        DialectDecision decision = pinned ? detector.pin(all, wanted) : detector.decide(all);
        Dialect dialect = decision.require();
        String name = decision instanceof DialectDecision.AllEmpty ? NONE : dialect.optionName();
        Map<String, String> ruledOut = new TreeMap<>();
        decision.ruledOut().forEach((other, why) -> ruledOut.put(other.optionName(), why));
        return new DialectChoice(dialect, new DialectFound(name, pinned, decision.evidence(), ruledOut));
    }
}
