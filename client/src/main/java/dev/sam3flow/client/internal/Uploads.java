package dev.sam3flow.client.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sam3flow.client.ApiPath;
import dev.sam3flow.client.WaveSpeedSettings;
import dev.sam3flow.client.download.AddressRules;
import dev.sam3flow.client.download.Destination;
import dev.sam3flow.client.download.Resolver;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.MalformedResponseException;
import dev.sam3flow.core.error.RejectedException;
import dev.sam3flow.core.error.UnavailableException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Brings a video to the provider: a ticket and a PUT of the raw bytes, or the older form where tickets are unknown. */
final class Uploads {
    /** Headers that the connection itself owns. */
    private static final Set<String> OWN_HEADERS = Set.of("host", "content-length", "connection", "transfer-encoding");

    private static final Map<String, String> TYPES = Map.of(
            "mp4",
            "video/mp4",
            "m4v",
            "video/mp4",
            "mov",
            "video/quicktime",
            "avi",
            "video/x-msvideo",
            "webm",
            "video/webm",
            "mkv",
            "video/x-matroska",
            "flv",
            "video/x-flv",
            "ogv",
            "video/ogg",
            "3gp",
            "video/3gpp");

    private final WaveSpeedSettings settings;
    private final ApiCalls api;
    private final DirectHttp direct;
    private final Resolver resolver;

    Uploads(WaveSpeedSettings settings, ApiCalls api, DirectHttp direct, Resolver resolver) {
        this.settings = settings;
        this.api = api;
        this.direct = direct;
        this.resolver = resolver;
    }

    URI upload(Path file, String fileName) {
        long size = size(file);
        if (!fileName.matches("[A-Za-z0-9_][A-Za-z0-9._-]{0,199}")) {
            throw new InvalidInputException("upload name of " + fileName.length()
                    + " characters: use 1 to 200 letters, digits, '.', '_' or '-'");
        }
        for (int tried = 1; ; tried++) {
            Reply ticket = api.ask(
                    "POST",
                    settings.path(ApiPath.UPLOAD),
                    Json.object().put("filename", fileName).put("size", size).put("content_type", type(fileName)));
            if (ticket.pathUnknown()) {
                return legacy(file, fileName);
            }
            JsonNode data = ticket.data("upload");
            URI download = url(data, "download_url");
            try {
                put(file, size, data.path("upload"));
                return marked(download, fileName);
            } catch (UnavailableException failed) {
                if (tried > settings.retries().most()) {
                    throw failed;
                }
                pause(
                        settings.retries()
                                .pause(tried, ThreadLocalRandom.current().nextDouble()),
                        failed);
            }
        }
    }

    private void put(Path file, long size, JsonNode upload) {
        if (!Json.text(upload, "method").orElse("PUT").equalsIgnoreCase("PUT")) {
            throw Json.malformed("upload.method", "not PUT");
        }
        URI url = url(upload, "url");
        Map<String, String> headers = new LinkedHashMap<>();
        upload.path("headers").properties().forEach(field -> {
            if (!OWN_HEADERS.contains(field.getKey().toLowerCase(Locale.ROOT))) {
                headers.put(field.getKey(), field.getValue().asText());
            }
        });
        DirectHttp.Patience patience = new DirectHttp.Patience(
                settings.timeouts().connect(),
                settings.timeouts().idle(),
                settings.timeouts().transfer());
        try (HttpAnswer answer =
                direct.exchange("PUT", destination(url), headers, new FileContent(file, size), patience)) {
            check(answer.status());
        } catch (IOException failed) {
            throw new UnavailableException(
                    "upload: the transfer of " + size + " bytes broke off, "
                            + Words.safe(String.valueOf(failed.getMessage())),
                    failed);
        }
    }

    /** A ticket's signature can expire while it waits, so 403 is worth another ticket. */
    private static void check(int status) {
        if (status / 100 == 2) {
            return;
        }
        if (status / 100 == 5 || status == 403 || status == 408 || status == 429) {
            throw new UnavailableException("upload: the storage answered HTTP " + status, null);
        }
        throw new RejectedException(
                "upload: the storage refused with HTTP " + status + (status == 413 ? "; the video is too large" : ""),
                status);
    }

    private Destination destination(URI url) throws IOException {
        AddressRules rules = settings.onThisMachine() ? AddressRules.PUBLIC_AND_THIS_MACHINE : AddressRules.PUBLIC_ONLY;
        try {
            return Destination.of(url, rules, resolver);
        } catch (InvalidInputException refused) {
            throw new MalformedResponseException("upload.url", String.valueOf(refused.getMessage()), refused);
        }
    }

    /** The older form: multipart, with the key. */
    private URI legacy(Path file, String fileName) {
        String boundary = "sam3flow-" + UUID.randomUUID();
        String head = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + fileName
                + "\"\r\nContent-Type: " + type(fileName) + "\r\n\r\n";
        try {
            HttpRequest request = api.request(settings.path(ApiPath.UPLOAD_OLDER))
                    .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                    .POST(BodyPublishers.concat(
                            BodyPublishers.ofString(head, StandardCharsets.US_ASCII),
                            BodyPublishers.ofFile(file),
                            BodyPublishers.ofString("\r\n--" + boundary + "--\r\n", StandardCharsets.US_ASCII)))
                    .build();
            return marked(
                    url(
                            api.ask("upload", request, settings.timeouts().transfer())
                                    .data("upload"),
                            "download_url"),
                    fileName);
        } catch (IOException unreadable) {
            throw new InvalidInputException("the video to upload cannot be read", unreadable);
        }
    }

    /** Where the provider renames, the name goes into the fragment: it is kept with the input and changes no download. */
    private static URI marked(URI download, String fileName) {
        String text = download.toString();
        return text.contains(fileName) ? download : URI.create(text.split("#", 2)[0] + "#" + fileName);
    }

    private URI url(JsonNode data, String field) {
        String text = Json.text(data, field).orElseThrow(() -> Json.malformed(field, "missing"));
        try {
            URI url = new URI(text);
            boolean secure = "https".equalsIgnoreCase(url.getScheme());
            if (url.getHost() == null || !secure && !settings.onThisMachine()) {
                throw Json.malformed(field, "no https URL");
            }
            return url;
        } catch (URISyntaxException unreadable) {
            throw new MalformedResponseException(field, "no URL", null);
        }
    }

    private long size(Path file) {
        try {
            long size = Files.size(file);
            if (size < 1 || size > settings.sizes().uploadBytes() || !Files.isRegularFile(file)) {
                throw new InvalidInputException("a video of " + size + " bytes to upload: 1 to "
                        + settings.sizes().uploadBytes() + " are accepted; cut it into shorter chunks");
            }
            return size;
        } catch (IOException unreadable) {
            throw new InvalidInputException("the video to upload cannot be read", unreadable);
        }
    }

    private static String type(String fileName) {
        String ending = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return TYPES.getOrDefault(ending, "application/octet-stream");
    }

    private static void pause(Duration pause, UnavailableException failed) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failed;
        }
    }

    /** A file's bytes, of which there must be as many as were announced. */
    private record FileContent(Path file, long length) implements DirectHttp.Content {
        @Override
        public void writeTo(OutputStream out) throws IOException {
            if (Files.copy(file, out) != length) {
                throw new IOException("the file changed while it was sent");
            }
        }
    }
}
