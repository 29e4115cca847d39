package dev.sam3flow.app.rest;

import dev.sam3flow.app.security.CurrentCaller;
import dev.sam3flow.app.security.Scope;
import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.video.Video;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** Videos sent ahead of an order, so that quotes and the order need not send them again. */
@Path("/api/v1/videos")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "videos")
public class VideosResource {
    private final Uploads uploads;
    private final ProbedVideos videos;
    private final CurrentCaller caller;

    VideosResource(Uploads uploads, ProbedVideos videos, CurrentCaller caller) {
        this.uploads = uploads;
        this.videos = videos;
        this.caller = caller;
    }

    /**
     * A video that is here for a day, or as long as a job needs it.
     *
     * @param id what orders and quotes name as their video
     */
    public record VideoView(
            String id, int frames, int width, int height, double seconds, String codec, String container) {}

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @RolesAllowed(Scope.SUBMIT_ROLE)
    @Operation(
            summary = "Uploads a video",
            description = "The form has the file 'video'. Quotes and orders name it by the id of the answer.")
    public Response upload(@RestForm("video") @Nullable FileUpload file) {
        Uploads.Stored stored = uploads.keep(caller.tenant(), file);
        try {
            Video video = videos.of(stored.file());
            VideoView view = new VideoView(
                    stored.id(),
                    video.frames(),
                    video.size().width(),
                    video.size().height(),
                    video.table().durationMicros() / 1e6,
                    video.codec(),
                    video.container());
            return Response.status(201).entity(view).build();
        } catch (RuntimeException e) {
            uploads.forget(stored);
            throw e;
        }
    }

    /**
     * When a frame is shown, in seconds after the first one begins.
     *
     * @param endSeconds when the next one is
     */
    public record FrameView(int frame, double beginSeconds, double endSeconds) {}

    @GET
    @Path("{id}/frames/{frame}")
    @RolesAllowed(Scope.SUBMIT_ROLE)
    @Operation(
            summary = "When a frame is shown",
            description = "For a player that is to show the frame in which points and boxes are marked.")
    public FrameView frame(@PathParam("id") String id, @PathParam("frame") int frame) {
        Video video = videos.of(uploads.file(caller.tenant(), id));
        if (frame < 0 || frame >= video.frames()) {
            throw new NotFoundException(
                    "frame " + frame + ": the video has " + video.frames() + " frames, counted from 0");
        }
        long begin = video.table().timeMicros(frame);
        long end = video.table().durationMicros(0, frame + 1);
        return new FrameView(frame, begin / 1e6, end / 1e6);
    }
}
