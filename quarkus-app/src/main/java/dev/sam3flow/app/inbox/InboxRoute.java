package dev.sam3flow.app.inbox;

import dev.sam3flow.app.result.ResultFolder;
import dev.sam3flow.app.wiring.Sam3Config;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.port.BlobStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/**
 * Watches the inbox folder. A video moves to {@code .done} when its result folder is written, to {@code .failed} when there
 * is none; what is half-copied waits until it stops growing.
 */
@ApplicationScoped
public class InboxRoute extends RouteBuilder {
    private static final String VIDEOS = "(?i).*\\.(mp4|mov|mkv|webm|avi|m4v|mpg|mpeg|ts|flv|ogv)";

    private static final int MOST_NAMES = 100;

    private final Sam3Config config;
    private final BlobStore blobs;

    InboxRoute(Sam3Config config, BlobStore blobs) {
        this.config = config;
        this.blobs = blobs;
    }

    @Override
    public void configure() {
        if (config.inbox().folder().isEmpty()) {
            return;
        }
        Path inbox = config.inbox().folder().get().toAbsolutePath();
        Path out = config.inbox().out().map(Path::toAbsolutePath).orElse(inbox.resolveSibling("results"));
        from("file:" + inbox + "?include=RAW(" + VIDEOS + ")&readLock=changed&readLockCheckInterval=500"
                        + "&move=.done&moveFailed=.failed&maxMessagesPerPoll=10")
                .routeId("inbox")
                .log("segmenting ${file:name}")
                .setHeader("CamelSam3Prompt", constant(config.inbox().prompt()))
                .to("sam3:job")
                .process(exchange -> write(exchange, out))
                .log("result of ${file:name} is in " + out);
    }

    private void write(Exchange exchange, Path out) {
        String name = exchange.getMessage().getHeader(Exchange.FILE_NAME_ONLY, String.class);
        JobResult result = exchange.getMessage().getBody(JobResult.class);
        ResultFolder folder = new ResultFolder(blobs);
        written(out, name, target -> folder.write(result, target));
    }

    /**
     * Writes into the first folder that takes it: what is paid for finds a place beside whatever is there already, such as the
     * result of {@code a.mp4} when {@code a.mov} comes.
     *
     * @param write throws {@link InvalidInputException} where the folder holds something else
     */
    static Path written(Path out, String name, Consumer<Path> write) {
        InvalidInputException taken = null;
        for (int tried = 0; tried < MOST_NAMES; tried++) {
            String other = tried == 1 ? name : name + "-" + tried;
            Path target = out.resolve(tried == 0 ? name.substring(0, name.lastIndexOf('.')) : other);
            try {
                write.accept(target);
                return target;
            } catch (InvalidInputException holdsSomethingElse) {
                taken = holdsSomethingElse;
            }
        }
        throw Objects.requireNonNull(taken);
    }
}
