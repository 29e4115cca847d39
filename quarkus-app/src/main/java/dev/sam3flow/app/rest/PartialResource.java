package dev.sam3flow.app.rest;

import dev.sam3flow.app.security.CurrentCaller;
import dev.sam3flow.app.security.Scope;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.result.AssembledResult;
import dev.sam3flow.core.result.Gap;
import dev.sam3flow.core.track.Track;
import dev.sam3flow.temporal.activity.PartialResults;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What a job has so far, while it runs. */
@Path("/api/v1/jobs/{key}")
@Blocking
@Tag(name = "results")
public class PartialResource {
    private final PartialResults partial;
    private final CurrentCaller caller;

    PartialResource(PartialResults partial, CurrentCaller caller) {
        this.partial = partial;
        this.caller = caller;
    }

    /**
     * What there is so far.
     *
     * @param tracks where each object was seen
     * @param missing frames that have not been looked at, half-open
     */
    public record Coverage(List<TrackView> tracks, List<Missing> missing) {
        /** Frames in which one object was seen, the last one inclusive. */
        public record TrackView(int track, String label, int firstFrame, int lastFrame, int frames) {
            static TrackView of(Track track) {
                return new TrackView(
                        track.id(), track.label(), track.firstFrame(), track.lastFrame(), track.segments());
            }
        }

        /** Frames of a chunk without masks. */
        public record Missing(int chunk, int startFrame, int endFrame) {
            static Missing of(Gap gap) {
                return new Missing(
                        gap.chunk(), gap.frames().startFrame(), gap.frames().endFrame());
            }
        }
    }

    @GET
    @Path("coverage")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Scope.READ_ROLE)
    @Operation(
            summary = "Tells which objects were seen where so far",
            description =
                    "Of the chunks that are done; reads all their masks. Track numbers may change with more chunks.")
    public Coverage coverage(@PathParam("key") String key) throws IOException {
        AssembledResult found = partial.write(id(key), OutputStream.nullOutputStream());
        return new Coverage(
                found.tracks().stream().map(Coverage.TrackView::of).toList(),
                found.gaps().stream().map(Coverage.Missing::of).toList());
    }

    @GET
    @Path("partial/" + JobResult.MASKS)
    @Produces("application/x-ndjson")
    @RolesAllowed(Scope.READ_ROLE)
    @Operation(
            summary = "Fetches the masks that there are so far",
            description = "masks.jsonl, in which frames of chunks that are not done are empty and named as gaps.")
    public StreamingOutput masks(@PathParam("key") String key) throws IOException {
        java.nio.file.Path file = partial.file(id(key));
        return out -> {
            try {
                Files.copy(file, out);
            } finally {
                Files.deleteIfExists(file);
            }
        };
    }

    private JobId id(String key) {
        return new JobId(caller.tenant(), key);
    }
}
