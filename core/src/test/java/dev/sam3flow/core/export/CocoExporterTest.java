package dev.sam3flow.core.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CocoExporterTest {
    @TempDir
    Path folder;

    @Test
    void pycocotoolsReadsEverySegmentPixelForPixel() throws IOException {
        Path file = ExportFixtures.exported("coco", ExportFixtures.source(), folder);

        String read = OutsideReader.run("pycocotools", folder, """
                import sys, contextlib, io
                from pycocotools.coco import COCO
                with contextlib.redirect_stdout(io.StringIO()):
                    coco = COCO(sys.argv[1])
                for image in coco.loadImgs(coco.getImgIds()):
                    for a in coco.loadAnns(coco.getAnnIds(imgIds=[image["id"]])):
                        mask = coco.annToMask(a)
                        assert mask.sum() == a["area"]
                        label = coco.loadCats([a["category_id"]])[0]["name"].replace(" ", "_")
                        print(image["frame_index"], a["track_id"], label, a["area"],
                              ",".join(map(str, a["bbox"])), "".join(map(str, mask.flatten())))
                """, file);

        assertThat(read).isEqualTo(ExportFixtures.listing(ExportFixtures.frames()));
    }

    @Test
    void everyFrameIsAnImageAndEveryLabelACategory() throws IOException {
        String text = Files.readString(ExportFixtures.exported("coco", ExportFixtures.source(), folder));

        assertThat(text.split("\"file_name\"", -1)).hasSize(1 + ExportFixtures.FRAMES);
        assertThat(text)
                .contains(
                        "{\"id\":1,\"name\":\"person\"",
                        "{\"id\":2,\"name\":\"red ball\"",
                        "\"file_name\":\"000008.png\"")
                .doesNotContain("\"id\":3,\"name\"");
    }

    @Test
    void anUnknownFormatIsRefusedWithThoseThereAre() {
        assertThatThrownBy(() -> Exports.named("cocoa"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("'cocoa'")
                .hasMessageContaining("coco");
    }
}
