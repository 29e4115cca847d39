package dev.sam3flow.video.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PlatformTest {
    @ParameterizedTest
    @EnumSource
    void everyListedFileIsInTheJarOfItsPlatform(Platform platform) {
        List<String> missing = platform.files().stream()
                .filter(file -> Platform.class.getResource("/org/bytedeco/ffmpeg/" + platform.classifier() + "/" + file)
                        == null)
                .toList();

        assertThat(missing).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, LINUX_X86_64",
        "Linux, aarch64, LINUX_ARM64",
        "Mac OS X, x86_64, MACOSX_X86_64",
        "Mac OS X, aarch64, MACOSX_ARM64",
        "Windows 11, amd64, WINDOWS_X86_64"
    })
    void knowsItselfByTheNamesJavaGives(String os, String arch, Platform expected) {
        assertThat(Platform.of(os, arch)).contains(expected);
    }

    @Test
    void hasNothingForOtherProcessors() {
        assertThat(Platform.of("Linux", "riscv64")).isEmpty();
    }

    /** The expected values stand in the version needs of libavdevice, as its linker wrote them. */
    @ParameterizedTest
    @CsvSource({"PULSE_0, 0x05a17b70", "ALSA_0.9, 0x01772779", "ALSA_0.9.0rc4, 0x07b60a14"})
    void hashesVersionNamesAsTheLinkerDoes(String name, String expected) {
        assertThat(ElfStub.elfHash(name)).isEqualTo(Integer.decode(expected));
    }
}
