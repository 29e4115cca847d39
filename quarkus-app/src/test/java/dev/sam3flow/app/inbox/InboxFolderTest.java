package dev.sam3flow.app.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.InvalidInputException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class InboxFolderTest {
    private static final Path OUT = Path.of("out");

    private final Set<Path> taken = new HashSet<>();
    private final Consumer<Path> write = folder -> {
        if (!taken.add(folder)) {
            throw new InvalidInputException(folder + " holds something else");
        }
    };

    /** Both are paid for: neither may end without its result. */
    @Test
    void twoVideosOfOneNameWithDifferentEndingsEachGetAFolder() {
        assertThat(InboxRoute.written(OUT, "a.mp4", write)).isEqualTo(OUT.resolve("a"));
        assertThat(InboxRoute.written(OUT, "a.mov", write)).isEqualTo(OUT.resolve("a.mov"));
        assertThat(InboxRoute.written(OUT, "a.mov", write)).isEqualTo(OUT.resolve("a.mov-2"));
    }

    @Test
    void aFolderThatCanNeverBeWrittenIsAnErrorThatSaysWhy() {
        assertThatThrownBy(() -> InboxRoute.written(OUT, "a.mp4", folder -> {
                    throw new InvalidInputException(folder + " is no folder");
                }))
                .hasMessageContaining("is no folder");
    }
}
