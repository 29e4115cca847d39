package dev.sam3flow.app.cli;

import dev.sam3flow.core.job.JobRequest;
import java.nio.file.Path;

/**
 * One video of a command line, ready to be ordered.
 *
 * @param video as named
 * @param request the job
 * @param folder where its result goes
 * @param doneBefore true where the same order has a result already
 */
record Order(VideoArgument video, JobRequest request, Path folder, boolean doneBefore) {}
