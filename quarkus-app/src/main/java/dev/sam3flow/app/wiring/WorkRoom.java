package dev.sam3flow.app.wiring;

import dev.sam3flow.temporal.WorkFolder;
import dev.sam3flow.temporal.WorkQuota;

/** Where this process makes files, and how much of them. */
public final class WorkRoom {
    private WorkRoom() {}

    /** The same folder at each call. */
    public static WorkQuota of(Sam3Config config) {
        return new WorkQuota(WorkFolder.of(config.dataDir()), config.maxWorkBytes());
    }
}
