package dev.sam3flow.core.result;

import dev.sam3flow.core.job.ChunkResult;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.money.PriceList;
import dev.sam3flow.core.plan.ChunkPlan;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.video.Video;
import java.time.Instant;
import java.util.List;

/**
 * What {@code summary.json} tells.
 *
 * @param path where the video came from, as the user named it, without query or credentials
 * @param video as probed
 * @param prompts what was asked for
 * @param plan how the video was cut
 * @param chunks results of chunks, in any order; absent ones are gaps
 * @param prices what billed seconds are counted by
 * @param result what was put together
 * @param quote promised before
 * @param charged owed after, by the provider's billing rows
 * @param simulated true where no real money moved and the masks come from the simulator
 * @param repairs chunks that looked bad and what became of them; empty where none did, or repair was not asked for
 * @param timeline what happened when, in order; may be empty
 */
public record Summary(
        String path,
        Video video,
        Prompts prompts,
        ChunkPlan plan,
        List<ChunkResult> chunks,
        PriceList prices,
        AssembledResult result,
        MicroUsd quote,
        MicroUsd charged,
        boolean simulated,
        List<ChunkRepair> repairs,
        List<Milestone> timeline) {
    public Summary {
        chunks = List.copyOf(chunks);
        repairs = List.copyOf(repairs);
        timeline = List.copyOf(timeline);
    }

    /**
     * One point of the time-line.
     *
     * @param what phase or event, such as {@code "stitching"} or {@code "chunk 3 submitted"}
     * @param at when
     */
    public record Milestone(String what, Instant at) {}
}
