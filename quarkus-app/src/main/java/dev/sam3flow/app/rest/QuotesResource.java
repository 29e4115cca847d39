package dev.sam3flow.app.rest;

import dev.sam3flow.app.security.CurrentCaller;
import dev.sam3flow.app.security.Scope;
import dev.sam3flow.app.wiring.Sam3Config;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.money.PriceList;
import dev.sam3flow.core.money.Quote;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.plan.ChunkPlan;
import dev.sam3flow.core.plan.ChunkPlanner;
import dev.sam3flow.core.port.SourceReader;
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
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
    private static final int MOST_REMEMBERED = 200;

    private final Uploads uploads;
    private final VideoTools tools;
    private final SourceReader sources;
    private final PriceList prices;
    private final Sam3Config config;
    private final CurrentCaller caller;
    private final Map<java.nio.file.Path, Video> probed = new ConcurrentHashMap<>();

    QuotesResource(
            Uploads uploads,
            VideoTools tools,
            SourceReader sources,
            PriceList prices,
            Sam3Config config,
            CurrentCaller caller) {
        this.uploads = uploads;
        this.tools = tools;
        this.sources = sources;
        this.prices = prices;
        this.config = config;
        this.caller = caller;
    }

    /** What one prediction would send and cost: frames {@code [startFrame, endFrame)}. */
    public record ChunkQuote(int startFrame, int endFrame, double seconds, long billedSeconds, long chargeMicroUsd) {}

    /**
     * What a job would cost.
     *
     * @param quoteMicroUsd what will be reserved
     * @param floorMicroUsd the least that any plan could come to
     * @param forAllMicroUsd what it comes to with one prediction a chunk for all objects
     * @param perObjectMicroUsd what it comes to where each object has its own; null where only one is named
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
            List<ChunkQuote> chunks) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Scope.SUBMIT_ROLE)
    @Operation(
            summary = "Quotes an order",
            description =
                    "Takes the same body as an order; only the video, how it is cut and, for the price of each object by itself,"
                            + " the prompts matter. Nothing is charged.")
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
            return view(remembered(file), order);
        }
        return view(probe(order.checkedUrl()), order);
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

    /** A page asks again with every change of an option; an upload's frames do not change. */
    private Video remembered(java.nio.file.Path file) {
        if (probed.size() >= MOST_REMEMBERED) {
            probed.clear();
        }
        return probed.computeIfAbsent(file, tools::probe);
    }

    private Video probe(URI url) throws IOException {
        java.nio.file.Path folder = Files.createDirectories(config.dataDir().resolve("work"));
        java.nio.file.Path copy = Files.createTempFile(folder, "quote-", ".video");
        try (InputStream in = sources.open(url)) {
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            return tools.probe(copy);
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private QuoteView view(Video video, JobOrder order) {
        ChunkPlan once = ChunkPlanner.plan(
                video.table(),
                order.planOptions().withStartAt(order.startAt()),
                prices,
                video.normaliseReason(),
                order.parallelOrDefault());
        long forAll = once.quote(prices, video.table().durationMicros()).total().value();
        int objects = order.objects();
        ChunkPlan plan = Boolean.TRUE.equals(order.perObject()) ? once.times(objects) : once;
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
                plan.chunks().stream().map(this::chunk).toList());
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
