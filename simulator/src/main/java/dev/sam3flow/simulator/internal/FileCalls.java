package dev.sam3flow.simulator.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sam3flow.simulator.Account;
import dev.sam3flow.simulator.fault.FaultKind;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Uploads in both forms, and fetching what was uploaded or made. */
final class FileCalls {
    private static final String DEFAULT_TYPE = "application/octet-stream";
    private static final String TOKEN_HEADER = "x-upload-token";

    private final Setup setup;
    private final Site site;
    private final Account account;
    private final Shelf shelf;
    private final Desk desk;

    FileCalls(Setup setup, Site site, Account account, Shelf shelf, Desk desk) {
        this.setup = setup;
        this.site = site;
        this.account = account;
        this.shelf = shelf;
        this.desk = desk;
    }

    Reply ticket(Request request) throws IOException, Refusal {
        ObjectNode body = request.json();
        String fileName = body.path("filename").asText("");
        JsonNode size = body.path("size");
        if (fileName.isBlank() || !size.isIntegralNumber() || size.asLong() < 0) {
            throw new Refusal(400, "filename and size are required");
        }
        if (size.asLong() > account.uploadLimitBytes()) {
            throw new Refusal(413, "the file is larger than " + account.uploadLimitBytes() + " bytes");
        }
        Shelf.Upload upload =
                shelf.promise(fileName, size.asLong(), body.path("content_type").asText(DEFAULT_TYPE));
        ObjectNode data = described(upload);
        ObjectNode instruction = data.putObject("upload");
        instruction.put("method", "PUT");
        instruction.put("url", site.root() + "/put/" + upload.id());
        instruction
                .putObject("headers")
                .put("Content-Type", upload.contentType())
                .put(TOKEN_HEADER, upload.signature());
        instruction.put(
                "expires_at", upload.createdAt().plus(Duration.ofHours(1)).toString());
        return Reply.ok(data);
    }

    private ObjectNode described(Shelf.Upload upload) {
        ObjectNode data = Json.object();
        data.put("type", upload.contentType().startsWith("video/") ? "video" : "file");
        String name =
                URLEncoder.encode(upload.fileName(), StandardCharsets.UTF_8).replace("+", "%20");
        data.put("download_url", site.root() + "/uploads/" + upload.id() + "/" + name);
        data.put("filename", upload.fileName());
        data.put("size", upload.sizeBytes());
        return data;
    }

    Reply put(Request request, String id) throws IOException, Refusal {
        Shelf.Upload upload = shelf.find(id).orElseThrow(() -> new Refusal(403, "no such upload"));
        boolean late = upload.createdAt()
                .plus(Duration.ofHours(1))
                .isBefore(setup.clock().instant());
        boolean signed = request.header(TOKEN_HEADER).equals(Optional.of(upload.signature()))
                && request.header("Content-Type").equals(Optional.of(upload.contentType()));
        if (late || !signed || request.header("Authorization").isPresent()) {
            throw new Refusal(403, "the headers must be exactly those of the ticket, in time and without a key");
        }
        Shelf.Content content = shelf.take(request.stream(), upload.sizeBytes())
                .filter(c -> c.sizeBytes() == upload.sizeBytes())
                .orElseThrow(() -> new Refusal(400, "the ticket is for exactly " + upload.sizeBytes() + " bytes"));
        shelf.keep(upload, content);
        return Reply.text(200, "text/plain", "");
    }

    Reply form(Request request) throws IOException, Refusal {
        String type = request.header("Content-Type").orElse("");
        Optional<MultipartFile> part = MultipartFile.find(type, request.stream());
        if (part.isEmpty()) {
            throw new Refusal(400, "file: a multipart form with this field is required");
        }
        Shelf.Content content = shelf.take(part.get().content(), account.uploadLimitBytes())
                .orElseThrow(
                        () -> new Refusal(413, "the file is larger than " + account.uploadLimitBytes() + " bytes"));
        Shelf.Upload upload = shelf.promise(
                part.get().fileName(), content.sizeBytes(), part.get().contentType());
        shelf.keep(upload, content);
        return Reply.ok(described(upload));
    }

    Reply upload(String id) throws Refusal {
        Shelf.Upload upload = shelf.find(id).orElseThrow(FileCalls::gone);
        Shelf.Content content = upload.content();
        return content == null ? gone().reply() : Reply.file(content.file(), upload.contentType());
    }

    /** The masks, or the video: that is the received one, without an overlay. */
    Reply output(String id, String name) throws Refusal {
        Run run = desk.find(id).orElseThrow(FileCalls::gone);
        if (!run.completed() || run.meets(FaultKind.OUTPUTS_EXPIRED) || !name.startsWith(run.token)) {
            throw gone();
        }
        boolean masks = name.endsWith("_rle.json");
        @Nullable Path file = masks ? run.masks.getNow(null) : run.video;
        return file == null ? gone().reply() : Reply.file(file, masks ? "application/json" : "video/mp4");
    }

    private static Refusal gone() {
        return new Refusal(Reply.text(404, "application/xml", "<Error><Code>NoSuchKey</Code></Error>"));
    }
}
