package dev.sam3flow.temporal;

import dev.sam3flow.core.money.PriceList;
import dev.sam3flow.core.quality.QualityOptions;
import dev.sam3flow.core.track.StitchOptions;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What the workers need to know beside their ports.
 *
 * @param prices what quotes and charges are counted by
 * @param pace how long workflows wait
 * @param work folder for files that do not outlive an activity, and its quota
 * @param mediaSlots video activities at once, usually the number of cores
 * @param providerSlots calls of the provider at once
 * @param submitSlots submits that wait in this process for the account, in its own order; others wait at the server, in its
 * @param inMemoryServer true where Temporal's in-memory server runs in a process of its own: it never gives up a dead
 *     worker's sticky queue, so none is used; false for a real server, and for one in this process, which dies with it
 * @param deadlockDetection how long a workflow may think before it counts as stuck; 1 s suits machines with time to spare
 * @param quality from where on something in a result looks wrong
 * @param stitch when objects of neighbouring chunks are the same
 */
public record Sam3Settings(
        PriceList prices,
        Pace pace,
        WorkQuota work,
        int mediaSlots,
        int providerSlots,
        int submitSlots,
        boolean inMemoryServer,
        Duration deadlockDetection,
        QualityOptions quality,
        StitchOptions stitch) {
    public Sam3Settings {
        if (mediaSlots < 1 || providerSlots < 1 || submitSlots < 1) {
            throw new IllegalArgumentException(mediaSlots + " media, " + providerSlots + " provider and " + submitSlots
                    + " submit slots: each must be at least 1");
        }
    }

    /**
     * Published prices, default pace, a quota of 128 GiB, one media slot a core, 32 provider slots, 8 submit slots, a real
     * server.
     *
     * @param work this process's own, such as {@link WorkFolder#of} gives: it sweeps what earlier crashes left
     */
    public static Sam3Settings of(Path work) {
        return new Sam3Settings(
                PriceList.PUBLISHED,
                Pace.DEFAULTS,
                new WorkQuota(work, WorkQuota.DEFAULT_BYTES),
                Runtime.getRuntime().availableProcessors(),
                32,
                8,
                false,
                Duration.ofSeconds(10),
                QualityOptions.DEFAULTS,
                StitchOptions.DEFAULTS);
    }

    public Sam3Settings withPace(Pace other) {
        return new Sam3Settings(
                prices,
                other,
                work,
                mediaSlots,
                providerSlots,
                submitSlots,
                inMemoryServer,
                deadlockDetection,
                quality,
                stitch);
    }

    /** @param bytes as of {@link WorkQuota#bytes()} */
    public Sam3Settings withWorkBytes(long bytes) {
        return new Sam3Settings(
                prices,
                pace,
                new WorkQuota(work.folder(), bytes),
                mediaSlots,
                providerSlots,
                submitSlots,
                inMemoryServer,
                deadlockDetection,
                quality,
                stitch);
    }

    public Sam3Settings withInMemoryServer(boolean inMemory) {
        return new Sam3Settings(
                prices,
                pace,
                work,
                mediaSlots,
                providerSlots,
                submitSlots,
                inMemory,
                deadlockDetection,
                quality,
                stitch);
    }

    public Sam3Settings withMediaSlots(int slots) {
        return new Sam3Settings(
                prices,
                pace,
                work,
                slots,
                providerSlots,
                submitSlots,
                inMemoryServer,
                deadlockDetection,
                quality,
                stitch);
    }

    public Sam3Settings withSubmitSlots(int slots) {
        return new Sam3Settings(
                prices,
                pace,
                work,
                mediaSlots,
                providerSlots,
                slots,
                inMemoryServer,
                deadlockDetection,
                quality,
                stitch);
    }

    public Sam3Settings withDeadlockDetection(Duration limit) {
        return new Sam3Settings(
                prices, pace, work, mediaSlots, providerSlots, submitSlots, inMemoryServer, limit, quality, stitch);
    }

    public Sam3Settings withQuality(QualityOptions thresholds) {
        return new Sam3Settings(
                prices,
                pace,
                work,
                mediaSlots,
                providerSlots,
                submitSlots,
                inMemoryServer,
                deadlockDetection,
                thresholds,
                stitch);
    }

    public Sam3Settings withStitch(StitchOptions thresholds) {
        return new Sam3Settings(
                prices,
                pace,
                work,
                mediaSlots,
                providerSlots,
                submitSlots,
                inMemoryServer,
                deadlockDetection,
                quality,
                thresholds);
    }
}
