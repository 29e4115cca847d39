package dev.sam3flow.app.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.port.InMemoryBlobStore;
import dev.sam3flow.core.prompt.Prompts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFolderTest {
    private final InMemoryBlobStore blobs = new InMemoryBlobStore();
    private final ResultFolder folders = new ResultFolder(blobs);

    @TempDir
    Path home;

    private Path folder;

    @BeforeEach
    void name() {
        folder = home.resolve("film-sam3");
    }

    @Test
    void nothingButTheFolderIsLeftBehind() throws IOException {
        folders.write(result("aa", "person", Map.of("masks.jsonl", "m", "png/1.png", "p")), folder);
        assertThat(folder.resolve("masks.jsonl")).hasContent("m");
        assertThat(folder.resolve("png/1.png")).hasContent("p");
        try (Stream<Path> entries = Files.list(home)) {
            assertThat(entries).containsExactly(folder);
        }
    }

    @Test
    void whatACrashLeftOfAnEarlierWritingGoesButNoEarlierResult() throws IOException {
        Path half = Files.createDirectories(home.resolve(".film-sam3-4711"));
        Path file = Files.writeString(home.resolve(".sam3-815.half"), "{");
        Path aside = Files.createDirectories(home.resolve(".film-sam3-4711-old"));
        for (Path old : List.of(half, file, aside)) {
            Files.setLastModifiedTime(old, FileTime.fromMillis(0));
        }

        folders.write(result("aa", "person", Map.of("masks.jsonl", "m")), folder);
        ResultFolder.add(folder, "coco.json", out -> out.write('{'));

        try (Stream<Path> entries = Files.list(home)) {
            assertThat(entries).containsExactlyInAnyOrder(folder, aside);
        }
    }

    @Test
    void anotherResultOfTheSameVideoAndPromptsTakesItsPlaceWholly() {
        folders.write(result("aa", "person", Map.of("masks.jsonl", "old", "coco.json", "c")), folder);
        folders.write(result("aa", "person", Map.of("masks.jsonl", "new")), folder);
        assertThat(folder.resolve("masks.jsonl")).hasContent("new");
        assertThat(folder.resolve("coco.json")).doesNotExist();
    }

    @Test
    void theResultOfAnotherVideoOrOtherPromptsStays() {
        folders.write(result("aa", "person", Map.of("masks.jsonl", "old")), folder);
        for (JobResult other : List.of(result("bb", "person", Map.of()), result("aa", "dog", Map.of()))) {
            assertThatThrownBy(() -> folders.write(other, folder))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("--out");
        }
        assertThat(folder.resolve("masks.jsonl")).hasContent("old");
    }

    @Test
    void theCheckBeforehandSaysTheSame() {
        folders.write(result("aa", "person", Map.of()), folder);
        Prompts person = Prompts.ofText("person");
        assertThatCode(() -> ResultFolder.check(folder, "aa", person)).doesNotThrowAnyException();
        assertThatCode(() -> ResultFolder.check(folder, null, person)).doesNotThrowAnyException();
        assertThatThrownBy(() -> ResultFolder.check(folder, "bb", person)).hasMessageContaining("another video");
        assertThatThrownBy(() -> ResultFolder.check(folder, "aa", Prompts.ofText("dog")))
                .hasMessageContaining("other prompts");
    }

    /** A user's own notes beside a result are not ours to remove. */
    @Test
    void aFolderThatHoldsAnythingOfTheUsersIsLeftAlone() throws IOException {
        folders.write(result("aa", "person", Map.of()), folder);
        Files.writeString(folder.resolve("notes.txt"), "mine");
        assertThatThrownBy(() -> folders.write(result("aa", "person", Map.of()), folder))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("notes.txt");
        assertThat(folder.resolve("notes.txt")).hasContent("mine");
    }

    @Test
    void aFileNameThatLeadsOutOfTheFolderIsRefused() {
        assertThatThrownBy(() -> folders.write(result("aa", "person", Map.of("../../evil", "x")), folder))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(folder).doesNotExist();
    }

    @Test
    void aFileAddedToAResultIsPartOfItAndMayBeReplaced() throws IOException {
        folders.write(result("aa", "person", Map.of("masks.jsonl", "m")), folder);
        ResultFolder.add(folder, "coco.json", out -> out.write('1'));
        ResultFolder.add(folder, "coco.json", out -> out.write('2'));
        assertThat(folder.resolve("coco.json")).hasContent("2");
        folders.write(result("aa", "person", Map.of("masks.jsonl", "new")), folder);
        assertThat(folder.resolve("coco.json")).doesNotExist();
        try (Stream<Path> entries = Files.list(home)) {
            assertThat(entries).containsExactly(folder);
        }
    }

    @Test
    void aFileThatIsNotTheResultsIsNotReplacedByAnAddedOne() throws IOException {
        folders.write(result("aa", "person", Map.of()), folder);
        Files.writeString(folder.resolve("coco.json"), "mine");
        assertThatThrownBy(() -> ResultFolder.add(folder, "coco.json", out -> out.write('1')))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("--out");
        assertThat(folder.resolve("coco.json")).hasContent("mine");
    }

    @Test
    void aFileThatCannotBeWrittenToItsEndIsNotThere() throws IOException {
        folders.write(result("aa", "person", Map.of("coco.json", "old")), folder);
        assertThatThrownBy(() -> ResultFolder.add(folder, "coco.json", out -> {
                    out.write('1');
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");
        assertThat(folder.resolve("coco.json")).hasContent("old");
        try (Stream<Path> entries = Files.list(home)) {
            assertThat(entries).containsExactly(folder);
        }
    }

    @Test
    void whatWasDecodedTakesThePlaceOfTheSameFilesResultOnly() {
        ResultFolder.writeDecoded(folder, decoded("aa", "old"));
        ResultFolder.writeDecoded(folder, decoded("aa", "new"));
        assertThat(folder.resolve("masks.jsonl")).hasContent("new");
        assertThatThrownBy(() -> ResultFolder.writeDecoded(folder, decoded("bb", "x")))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> folders.write(result("aa", "person", Map.of()), folder))
                .isInstanceOf(InvalidInputException.class);
        assertThat(folder.resolve("masks.jsonl")).hasContent("new");
    }

    private static ResultFolder.Filling decoded(String sha256, String masks) {
        return fresh -> {
            Files.writeString(fresh.resolve("masks.jsonl"), masks);
            Files.writeString(fresh.resolve(JobResult.SUMMARY), "{\"rle\":{\"sha256\":\"" + sha256 + "\"}}");
        };
    }

    private JobResult result(String sha256, String prompt, Map<String, String> files) {
        Map<String, BlobRef> refs = new HashMap<>();
        files.forEach((name, content) -> refs.put(name, blob(content)));
        refs.put(
                JobResult.SUMMARY,
                blob("{\"video\":{\"sha256\":\"" + sha256 + "\"},\"prompts\":{\"texts\":[\"" + prompt
                        + "\"],\"points\":[],\"boxes\":[]}}"));
        return new JobResult(JobId.parse("k"), JobPhase.DONE, refs, MicroUsd.ZERO, MicroUsd.ZERO, null);
    }

    private BlobRef blob(String content) {
        return blobs.put("txt", 0, out -> out.write(content.getBytes(StandardCharsets.UTF_8)));
    }
}
