package dev.sam3flow.core.result;

import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.track.StitchOptions;

/**
 * How a result is put together.
 *
 * @param dialect name of a pinned RLE dialect, or {@link JobRequest#AUTO_DIALECT}
 * @param stitch when objects of neighbouring chunks are the same
 * @param simulated true where the masks come from the simulator; the result says so
 */
public record AssemblyOptions(String dialect, StitchOptions stitch, boolean simulated) {
    public static AssemblyOptions of(JobRequest request, boolean simulated) {
        return of(request, StitchOptions.DEFAULTS, simulated);
    }

    public static AssemblyOptions of(JobRequest request, StitchOptions stitch, boolean simulated) {
        return new AssemblyOptions(request.dialect(), stitch, simulated);
    }
}
