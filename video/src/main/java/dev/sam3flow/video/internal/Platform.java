package dev.sam3flow.video.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An operating system and processor for which ffmpeg is bundled, with the names of the files that make it up. */
enum Platform {
    LINUX_X86_64("linux-x86_64", List.of("libva.so.2", "libva-drm.so.2", "libdrm.so.2"), 62),
    LINUX_ARM64("linux-arm64", List.of(), 183),
    MACOSX_X86_64("macosx-x86_64", List.of(), 0),
    MACOSX_ARM64("macosx-arm64", List.of("libatomic.1.dylib"), 0),
    WINDOWS_X86_64("windows-x86_64", List.of(), 0);

    /** Library → symbol versions its users ask for; none of them is ever called when ffmpeg works on files. */
    private static final Map<String, List<String>> ABSENT_ON_SERVERS = Map.of(
            "libpulse.so.0", List.of("PULSE_0"),
            "libasound.so.2", List.of("ALSA_0.9", "ALSA_0.9.0rc4"),
            "libxcb.so.1", List.of(),
            "libxcb-shm.so.0", List.of(),
            "libdrm.so.2", List.of(),
            "libva.so.2", List.of(),
            "libva-drm.so.2", List.of());

    private static final Map<String, Integer> LIBRARIES = Map.of(
            "avcodec", 62, "avdevice", 62, "avfilter", 11, "avformat", 62, "avutil", 60, "swresample", 6, "swscale", 9);

    private final String classifier;
    private final List<String> extra;
    private final int elfMachine;

    Platform(String classifier, List<String> extra, int elfMachine) {
        this.classifier = classifier;
        this.extra = extra;
        this.elfMachine = elfMachine;
    }

    /** The platform this process runs on; empty where nothing is bundled for it. */
    static Optional<Platform> current() {
        return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    static Optional<Platform> of(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        String arch = osArch.toLowerCase(Locale.ROOT);
        boolean arm = arch.equals("aarch64") || arch.equals("arm64");
        if (!arm && !arch.equals("amd64") && !arch.equals("x86_64")) {
            return Optional.empty();
        }
        if (os.startsWith("linux")) {
            return Optional.of(arm ? LINUX_ARM64 : LINUX_X86_64);
        }
        if (os.startsWith("mac")) {
            return Optional.of(arm ? MACOSX_ARM64 : MACOSX_X86_64);
        }
        return os.startsWith("windows") && !arm ? Optional.of(WINDOWS_X86_64) : Optional.empty();
    }

    /** Name of the folder in the jar, and of the jar's classifier. */
    String classifier() {
        return classifier;
    }

    String programName(String program) {
        return this == WINDOWS_X86_64 ? program + ".exe" : program;
    }

    /** Files of the jar that are needed to run the programs. */
    List<String> files() {
        List<String> names = new ArrayList<>(List.of(programName("ffmpeg"), programName("ffprobe")));
        LIBRARIES.forEach((name, major) -> names.add(libraryName(name, major)));
        names.addAll(extra);
        return List.copyOf(names);
    }

    private String libraryName(String name, int major) {
        switch (this) {
            case WINDOWS_X86_64:
                return name + "-" + major + ".dll";
            case MACOSX_X86_64:
            case MACOSX_ARM64:
                return "lib" + name + "." + major + ".dylib";
            default:
                return "lib" + name + ".so." + major;
        }
    }

    /** Libraries that are written in place of those a server lacks; none but on Linux. */
    List<ElfStub> stubs() {
        if (elfMachine == 0) {
            return List.of();
        }
        return ABSENT_ON_SERVERS.entrySet().stream()
                .filter(e -> !extra.contains(e.getKey()))
                .map(e -> new ElfStub(e.getKey(), e.getValue(), elfMachine))
                .toList();
    }

    /** What the programs need in their environment when their files lie in {@code folder}. */
    Map<String, String> environment(String folder) {
        switch (this) {
            case WINDOWS_X86_64:
                return Map.of();
            case MACOSX_X86_64:
            case MACOSX_ARM64:
                return Map.of("DYLD_LIBRARY_PATH", folder);
            default:
                return Map.of("LD_LIBRARY_PATH", folder);
        }
    }
}
