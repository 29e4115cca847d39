package dev.sam3flow.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * An RLE file of a whole video in, {@code masks.jsonl} out: parse, check, area and box, encode again, write. Prints the
 * CPU seconds of the process for the quickest of several passes; run it with {@code -Xmx32m}.
 */
public final class FilePipeline {
    private FilePipeline() {}

    /** One way to do it. */
    interface Pipeline {
        /** Returns the sum of all areas. */
        long run(InputStream in, OutputStream out) throws IOException;
    }

    /** Arguments: {@code core} or {@code plain}, input, output, number of passes. */
    public static void main(String[] arguments) throws IOException {
        Pipeline pipeline = arguments[0].equals("core") ? new CorePipeline() : new PlainPipeline();
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long least = Long.MAX_VALUE;
        long areas = 0;
        for (int pass = 0; pass < Integer.parseInt(arguments[3]); pass++) {
            long start = system.getProcessCpuTime();
            try (InputStream in = new BufferedInputStream(Files.newInputStream(Path.of(arguments[1])), 1 << 16);
                    OutputStream out =
                            new BufferedOutputStream(Files.newOutputStream(Path.of(arguments[2])), 1 << 16)) {
                areas = pipeline.run(in, out);
            }
            least = Math.min(least, system.getProcessCpuTime() - start);
        }
        System.out.printf(Locale.ROOT, "%s,pipeline,%.3f,%d%n", arguments[0], least / 1e9, areas);
    }
}
