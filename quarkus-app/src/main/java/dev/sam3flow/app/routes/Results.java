package dev.sam3flow.app.routes;

import dev.sam3flow.app.result.ResultFolder;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.port.BlobStore;
import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.nio.file.Path;

/** What routes do with a result: {@code bean:results?method=write(${body}, '/data/results', ${file:name})}. */
@Singleton
@Named("results")
@Unremovable
@RegisterForReflection
public class Results {
    private final BlobStore blobs;

    Results(BlobStore blobs) {
        this.blobs = blobs;
    }

    /**
     * Writes a result as a folder below another. Where the name is taken by something else the job's key is added to it.
     *
     * @param video name of the video: its folder is called like it, without the ending
     * @return where it lies
     */
    public Path write(JobResult result, String folder, String video) {
        String name = name(video);
        ResultFolder results = new ResultFolder(blobs);
        Path target = Path.of(folder).toAbsolutePath().resolve(name);
        try {
            results.write(result, target);
        } catch (InvalidInputException holdsSomethingElse) {
            target = target.resolveSibling(name + "-" + result.id().requestKey());
            results.write(result, target);
        }
        return target;
    }

    /** The last part of a path, without its ending; never one that leads elsewhere. */
    private static String name(String video) {
        String last = video.substring(1 + Math.max(video.lastIndexOf('/'), video.lastIndexOf('\\')));
        int dot = last.lastIndexOf('.');
        String name = (dot > 0 ? last.substring(0, dot) : last).strip();
        if (name.isEmpty() || name.matches("[.]+")) {
            throw new InvalidInputException("'" + video + "' is no name of a video: give one such as talk.mp4");
        }
        return name;
    }

    /** A file of a result, such as {@code masks.jsonl}; the caller closes it. */
    public InputStream open(JobResult result, String file) {
        BlobRef ref = result.files().get(file);
        if (ref == null) {
            throw new NotFoundException("job " + result.id() + " has no file '" + file + "': it has "
                    + String.join(
                            ", ", result.files().keySet().stream().sorted().toList()));
        }
        return blobs.open(ref);
    }
}
