package dev.sam3flow.app.rest;

import dev.sam3flow.app.security.CurrentCaller;
import dev.sam3flow.app.security.Scope;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.money.PriceList;
import dev.sam3flow.core.money.Quote;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.plan.ChunkPlan;
import dev.sam3flow.core.plan.ChunkPlanner;
import dev.sam3flow.core.plan.PlanOptions;
import dev.sam3flow.core.plan.PlanOptions.Objective;
import dev.sam3flow.core.plan.ProviderPace;
import dev.sam3flow.core.port.VideoTools;
import dev.sam3flow.core.video.Video;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** What a job would cost, free of charge. */
@Path("/api/v1/quotes")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "quotes")
public class QuotesResource {
    private final Uploads uploads;
    private final ProbedVideos videos;
    private final VideoTools tools;
    private final PriceList prices;
    private final CurrentCaller caller;

    QuotesResource(Uploads uploads, ProbedVideos videos, VideoTools tools, PriceList prices, CurrentCaller caller) {
        this.uploads = uploads;
        this.videos = videos;
        this.tools = tools;
        this.prices = prices;
        this.caller = caller;
    }

    /** What one prediction would send and cost: frames {@code [startFrame, endFrame)}. */
    public record ChunkQuote(int startFrame, int endFrame, double seconds, long billedSeconds, long chargeMicroUsd) {}

    /**
     * What a plan would come to with the order's other options.
     *
     * @param objective {@code charge}, {@code latency} or {@code balanced}
     * @param expectedSeconds from the first submit to the last answer, if the provider needs 20 s a prediction and as long
     *     as the video plays: a guess
     */
    public record PlanQuote(String objective, int predictions, long quoteMicroUsd, double expectedSeconds) {}

    /**
     * What a job would cost.
     *
     * @param quoteMicroUsd what will be reserved
     * @param floorMicroUsd the least that any plan could come to
     * @param forAllMicroUsd what it comes to with one prediction a chunk for all objects
     * @param perObjectMicroUsd what it comes to where each object has its own; null where only one is named
     * @param objects that could have predictions of their own
     * @param repairMicroUsd the most that the repair of chunks that look bad may add
     * @param plans what each objective would come to
     * @param normaliseReason why the video would be re-encoded first; null where it is cut as it is
     */
    public record QuoteView(
            int frames,
            int width,
            int height,
            double seconds,
            @Nullable String normaliseReason,
            long billedSeconds,
            long quoteMicroUsd,
            long floorMicroUsd,
            long forAllMicroUsd,
            @Nullable Long perObjectMicroUsd,
            int objects,
            long repairMicroUsd,
            List<PlanQuote> plans,
            List<ChunkQuote> chunks) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Scope.SUBMIT_ROLE)
    @Operation(
            summary = "Quotes an order",
            description =
                    "Takes the same body as an order; only the video, how it is cut and, for the price of each object by itself,"
                            + " the prompts matter. Scenes are not looked for: they do not change the price. Nothing is"
                            + " charged.")
    @RequestBody(
            content =
                    @Content(
                            examples =
                                    @ExampleObject(
                                            name = "by URL",
                                            value =
                                                    "{\"video\":\"https://example.com/talk.mp4\",\"overlapSeconds\":1}")))
    public QuoteView quote(@Nullable JobOrder order) throws IOException {
        if (order == null || order.video() == null) {
            throw new InvalidInputException("the body names no video: give an http(s) URL or the id of an upload");
        }
        String video = order.video();
        if (video.startsWith(Uploads.SCHEME)) {
            java.nio.file.Path file = uploads.file(caller.tenant(), video);
            return view(videos.of(file), order);
        }
        return view(videos.of(caller.tenant(), order.checkedUrl()), order);
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @RolesAllowed(Scope.SUBMIT_ROLE)
    @Operation(
            summary = "Quotes an uploaded video",
            description = "The form has the file 'video', which is forgotten once it is quoted.")
    public QuoteView upload(@RestForm("video") @Nullable FileUpload file) {
        if (file == null) {
            throw new InvalidInputException("the form has no file 'video': send multipart/form-data with video");
        }
        return view(tools.probe(file.uploadedFile()), JobOrder.EMPTY);
    }

    private QuoteView view(Video video, JobOrder order) {
        int objects = order.objects();
        boolean each = Boolean.TRUE.equals(order.perObject());
        PlanOptions options = order.planOptions().withStartAt(order.startAt());
        ChunkPlan once = plan(video, options, order);
        long forAll = total(once, video);
        ChunkPlan plan = each ? once.times(objects) : once;
        Quote quote = plan.quote(prices, video.table().durationMicros());
        return new QuoteView(
                video.frames(),
                video.size().width(),
                video.size().height(),
                video.table().durationMicros() / 1e6,
                plan.normaliseReason(),
                quote.billedSeconds(),
                quote.total().value(),
                quote.floor().value(),
                forAll,
                objects > 1 ? forAll * objects : null,
                objects,
                quote.total().value(),
                Arrays.stream(Objective.values())
                        .map(objective -> planQuote(video, options.withObjective(objective), order, each ? objects : 1))
                        .toList(),
                plan.chunks().stream().map(this::chunk).toList());
    }

    private PlanQuote planQuote(Video video, PlanOptions options, JobOrder order, int passes) {
        ChunkPlan plan = plan(video, options, order).times(passes);
        int atOnce = order.isBoundToFrame() ? 1 : order.parallelOrDefault();
        return new PlanQuote(
                options.objective().name().toLowerCase(Locale.ROOT),
                plan.chunks().size(),
                total(plan, video),
                ProviderPace.ASSUMED.expectedMicros(plan, atOnce) / 1e6);
    }

    private ChunkPlan plan(Video video, PlanOptions options, JobOrder order) {
        return ChunkPlanner.plan(video.table(), options, prices, video.normaliseReason(), order.parallelOrDefault());
    }

    private long total(ChunkPlan plan, Video video) {
        return plan.quote(prices, video.table().durationMicros()).total().value();
    }

    private ChunkQuote chunk(Chunk chunk) {
        return new ChunkQuote(
                chunk.sent().startFrame(),
                chunk.sent().endFrame(),
                chunk.durationMicros() / 1e6,
                prices.billedSeconds(chunk.durationMicros()),
                prices.charge(chunk.durationMicros()).value());
    }
}
