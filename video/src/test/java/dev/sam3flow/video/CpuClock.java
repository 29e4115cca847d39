package dev.sam3flow.video;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processor time of this process and of all children that have ended, from Linux's {@code /proc/self/stat}. */
final class CpuClock {
    private static final double TICKS_A_SECOND = 100;

    private CpuClock() {}

    static double seconds() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = 0;
        for (int i = 11; i <= 14; i++) {
            ticks += Long.parseLong(fields[i]); // utime, stime, cutime, cstime
        }
        return ticks / TICKS_A_SECOND;
    }
}
