package dev.sam3flow.app.rest;

import dev.sam3flow.app.security.CurrentCaller;
import dev.sam3flow.app.security.Scope;
import dev.sam3flow.core.port.VideoTools;
import dev.sam3flow.core.video.Video;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
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
    private final VideoTools tools;
    private final CurrentCaller caller;

    VideosResource(Uploads uploads, VideoTools tools, CurrentCaller caller) {
        this.uploads = uploads;
        this.tools = tools;
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
            Video video = tools.probe(stored.file());
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
}
