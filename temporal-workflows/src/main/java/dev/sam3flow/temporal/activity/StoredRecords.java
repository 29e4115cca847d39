package dev.sam3flow.temporal.activity;

import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.plan.ChunkPlan;
import dev.sam3flow.core.port.BlobStore;
import dev.sam3flow.core.result.EarlierTracks;
import dev.sam3flow.core.video.FrameTable;
import dev.sam3flow.core.video.FrameTableCodec;
import dev.sam3flow.core.video.Video;
import dev.sam3flow.temporal.Records;
import dev.sam3flow.temporal.activity.JobRecords.ResultKeys;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records that are too large to travel, as blobs. */
final class StoredRecords {
    private final BlobStore blobs;

    StoredRecords(BlobStore blobs) {
        this.blobs = blobs;
    }

    BlobRef put(Object value, int frames) {
        return blobs.put("json", frames, out -> Records.write(value, out));
    }

    <T> T get(BlobRef ref, Class<T> type) throws IOException {
        try (InputStream in = blobs.open(ref)) {
            return Records.read(in, type);
        }
    }

    /** Those of a job that has none yet are none. */
    ResultKeys results(@Nullable BlobRef ref) throws IOException {
        return ref == null ? new ResultKeys(Map.of()) : get(ref, ResultKeys.class);
    }

    ChunkPlan plan(PlanFacts plan) throws IOException {
        return get(plan.plan(), ChunkPlan.class);
    }

    /** Null where the plan is not that of a repair. */
    @Nullable
    RepairPlan repair(PlanFacts plan) throws IOException {
        return plan.repair() == null ? null : get(plan.repair(), RepairPlan.class);
    }

    /** The tracks that a repair keeps; null where the plan is not that of one. */
    @Nullable
    EarlierTracks earlier(PlanFacts plan) throws IOException {
        RepairPlan repair = repair(plan);
        return repair == null ? null : new EarlierTracks(() -> blobs.open(repair.masks()), repair.again());
    }

    BlobRef put(FrameTable table) {
        return blobs.put("frames", table.frames(), out -> FrameTableCodec.write(table, out));
    }

    FrameTable table(SourceFacts source) throws IOException {
        try (InputStream in = blobs.open(source.table())) {
            return FrameTableCodec.read(in);
        }
    }

    Video video(SourceFacts source) throws IOException {
        return source.toVideo(table(source));
    }
}
