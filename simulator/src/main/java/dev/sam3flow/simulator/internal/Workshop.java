package dev.sam3flow.simulator.internal;

import dev.sam3flow.simulator.fault.Fault;
import dev.sam3flow.simulator.fault.FaultKind;
import dev.sam3flow.simulator.mask.MaskFileWriter;
import dev.sam3flow.simulator.mask.MaskRequest;
import dev.sam3flow.simulator.mask.MaskSink;
import dev.sam3flow.simulator.mask.ObjectMask;
import dev.sam3flow.simulator.mask.ReceivedVideo;
import dev.sam3flow.simulator.mask.RowRuns;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Makes the files of masks, a few at a time; the same order for the same video is made once. */
final class Workshop implements AutoCloseable {
    private static final int HANDS = 2;
    private static final Set<FaultKind> SPOILING =
            Set.of(FaultKind.FRAMES_OFF, FaultKind.WRONG_MASK_SIZE, FaultKind.UNION_MASKS, FaultKind.EMPTY_RESULT);

    private final Setup setup;
    private final Map<String, CompletableFuture<Path>> made = new ConcurrentHashMap<>();
    private final ExecutorService hands = Executors.newFixedThreadPool(HANDS, work -> {
        Thread thread = new Thread(work, "sam3-simulator-masks");
        thread.setDaemon(true);
        return thread;
    });

    Workshop(Setup setup) {
        this.setup = setup;
    }

    /** The file of masks; fails with an {@link IOException} whose text is for the customer. */
    CompletableFuture<Path> order(ReceivedVideo video, MaskRequest request, List<Fault> faults) {
        Map<FaultKind, Long> spoiling = new EnumMap<>(FaultKind.class);
        faults.stream().filter(f -> SPOILING.contains(f.kind())).forEach(f -> spoiling.put(f.kind(), f.amount()));
        String key = Shelf.sha256((video.sha256() + request + spoiling).getBytes(StandardCharsets.UTF_8));
        CompletableFuture<Path> order = made.computeIfAbsent(
                key,
                k -> CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return make(
                                        video, request, spoiling, setup.folder().resolve(k + "_rle.json"));
                            } catch (IOException e) {
                                throw new Unfinished(e);
                            }
                        },
                        hands));
        order.whenComplete((file, failure) -> {
            if (failure != null) {
                made.remove(key, order);
            }
        });
        return order;
    }

    /** Carries what went wrong out of a thread of the workshop. */
    private static final class Unfinished extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unfinished(IOException cause) {
            super(cause);
        }
    }

    /** Why an order failed, in words for the customer. */
    static String reason(CompletableFuture<Path> failed) {
        try {
            failed.get();
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() instanceof Unfinished u ? u.getCause() : e.getCause();
            return cause instanceof IOException && cause.getMessage() != null
                    ? cause.getMessage()
                    : "internal error " + cause;
        }
    }

    private Path make(ReceivedVideo video, MaskRequest request, Map<FaultKind, Long> spoiling, Path target)
            throws IOException {
        int larger = spoiling.getOrDefault(FaultKind.WRONG_MASK_SIZE, 0L).intValue();
        Path part = Files.createTempFile(setup.folder(), "making", ".json");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16);
                MaskFileWriter writer = new MaskFileWriter(
                        out, setup.layout(), setup.dialect(), video.width() + larger, video.height() + larger)) {
            Spoiler spoiler = new Spoiler(writer, spoiling, video, larger);
            setup.masks().segment(video, request, spoiler);
            spoiler.end();
        }
        return Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Lets masks through as they are, or as the faults want them. */
    private static final class Spoiler implements MaskSink {
        private final MaskSink target;
        private final Map<FaultKind, Long> spoiling;
        private final ReceivedVideo video;
        private final int larger;
        private List<ObjectMask> last = List.of();
        private int frames;

        Spoiler(MaskSink target, Map<FaultKind, Long> spoiling, ReceivedVideo video, int larger) {
            this.target = target;
            this.spoiling = spoiling;
            this.video = video;
            this.larger = larger;
        }

        @Override
        public void frame(List<ObjectMask> objects) throws IOException {
            List<ObjectMask> told = spoiling.containsKey(FaultKind.EMPTY_RESULT) ? List.of() : objects;
            if (spoiling.containsKey(FaultKind.UNION_MASKS) && !told.isEmpty()) {
                told = List.of(new ObjectMask(
                        1,
                        told.stream()
                                .map(ObjectMask::runs)
                                .reduce(RowRuns::union)
                                .orElseThrow()));
            }
            if (larger != 0) {
                List<ObjectMask> moved = new ArrayList<>();
                told.forEach(mask -> moved.add(new ObjectMask(
                        mask.objectId(), mask.runs().onFrame(video.width() + larger, video.height() + larger))));
                told = moved;
            }
            last = told;
            if (frames++ < video.frames() + Math.min(0, framesOff())) {
                target.frame(told);
            }
        }

        void end() throws IOException {
            for (long i = 0; i < framesOff(); i++) {
                target.frame(last);
            }
        }

        private long framesOff() {
            return spoiling.getOrDefault(FaultKind.FRAMES_OFF, 0L);
        }
    }

    @Override
    public void close() {
        hands.shutdownNow();
        try {
            hands.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
