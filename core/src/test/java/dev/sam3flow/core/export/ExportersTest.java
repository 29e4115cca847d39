package dev.sam3flow.core.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.track.FrameSegments;
import dev.sam3flow.core.track.Segment;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every format, read back by somebody else's reader: pixel for pixel. */
class ExportersTest {
    private static final String PRINT = """
            lines = []
            def segment(frame, track, label, mask):
                import numpy as np
                m = np.asarray(mask).astype(bool)
                ys, xs = np.nonzero(m)
                box = [xs.min(), ys.min(), xs.max() - xs.min() + 1, ys.max() - ys.min() + 1]
                lines.append((frame, track, "%d %d %s %d %s %s" % (frame, track, label.replace(" ", "_"), m.sum(),
                    ",".join(map(str, box)), "".join("1" if p else "0" for p in m.flatten()))))
            def end():
                for line in sorted(lines):
                    print(line[2])
            """;

    @TempDir
    Path folder;

    @Test
    void youTubeVisIsReadByPycocotools() throws IOException {
        assertThat(read("youtube-vis", "pycocotools", """
                import sys, json
                from pycocotools import mask
                data = json.load(open(sys.argv[1]))
                video = data["videos"][0]
                names = {c["id"]: c["name"] for c in data["categories"]}
                assert len(video["file_names"]) == video["length"] == 9
                for a in data["annotations"]:
                    assert len(a["segmentations"]) == len(a["bboxes"]) == len(a["areas"]) == video["length"]
                    for f, s in enumerate(a["segmentations"]):
                        assert (s is None) == (a["bboxes"][f] is None) == (a["areas"][f] is None)
                        if s is not None:
                            assert mask.area(s) == a["areas"][f] and list(mask.toBbox(s)) == a["bboxes"][f]
                            segment(f, a["id"], names[a["category_id"]], mask.decode(s))
                end()
                """)).isEqualTo(listing());
    }

    @Test
    void motsIsReadByPycocotools() throws IOException {
        assertThat(read("mots", "pycocotools", """
                import sys
                from pycocotools import mask
                names = {1: "person", 2: "red ball"}
                tracks = {1001: 1, 2001: 2, 1002: 3}
                for line in open(sys.argv[1]):
                    frame, obj, cls, h, w, rle = line.strip().split(" ")
                    assert int(obj) // 1000 == int(cls)
                    segment(int(frame) - 1, tracks[int(obj)], names[int(cls)],
                            mask.decode({"size": [int(h), int(w)], "counts": rle.encode()}))
                end()
                """)).isEqualTo(listing());
    }

    @Test
    void cvatIsReadByAnXmlReaderAsItsDocumentationSays() throws IOException {
        assertThat(read("cvat", "numpy", """
                import sys, numpy as np
                import xml.etree.ElementTree as ET
                root = ET.parse(sys.argv[1]).getroot()
                size = root.find("meta/task/original_size")
                w, h = int(size.find("width").text), int(size.find("height").text)
                last = int(root.find("meta/task/stop_frame").text)
                for track in root.findall("track"):
                    shown = {}
                    for m in track.findall("mask"):
                        counts = [int(n) for n in m.get("rle").split(",")]
                        bits = np.repeat(np.arange(len(counts)) % 2, counts)
                        l, t, bw, bh = (int(m.get(k)) for k in ("left", "top", "width", "height"))
                        picture = np.zeros((h, w), dtype=np.uint8)
                        picture[t:t + bh, l:l + bw] = bits.reshape(bh, bw)
                        shown[int(m.get("frame"))] = None if m.get("outside") == "1" else picture
                    current = None
                    for f in range(last + 1):
                        current = shown.get(f, current)
                        if current is not None:
                            segment(f, int(track.get("id")), track.get("label"), current)
                end()
                """)).isEqualTo(listing());
    }

    @Test
    void datumaroIsReadByDatumaro() throws IOException {
        assertThat(read("datumaro", "datumaro", """
                import sys, warnings, logging
                warnings.simplefilter("ignore")
                logging.disable(logging.CRITICAL)
                from datumaro.components.annotation import AnnotationType
                from datumaro.plugins.data_formats.datumaro.base import DatumaroBase
                data = DatumaroBase(sys.argv[1])
                labels = data.categories()[AnnotationType.label]
                items = list(data)
                assert [int(i.attributes["frame"]) for i in items] == list(range(9))
                for item in items:
                    for a in item.annotations:
                        segment(int(item.id), a.attributes["track_id"], labels[a.label].name, a.image)
                end()
                """)).isEqualTo(listing());
    }

    /** Datumaro itself is 300 MB of dependencies, so this does by its documentation what the test above does with it. */
    @Test
    void datumaroIsReadAsItsDocumentationSays() throws IOException {
        assertThat(read("datumaro", "pycocotools", """
                import sys, json
                from pycocotools import mask
                data = json.load(open(sys.argv[1]))
                assert data["dm_format_version"] == "1.0" and data["media_type"] == 2
                labels = [l["name"] for l in data["categories"]["label"]["labels"]]
                assert [i["attr"]["frame"] for i in data["items"]] == list(range(9))
                assert len({i["id"] for i in data["items"]}) == 9
                for item in data["items"]:
                    assert item["image"]["path"].startswith(item["id"])
                    for a in item["annotations"]:
                        assert a["type"] == "mask" and a["rle"]["size"] == item["image"]["size"]
                        segment(int(item["id"]), a["attributes"]["track_id"], labels[a["label_id"]],
                                mask.decode(a["rle"]))
                end()
                """)).isEqualTo(listing());
    }

    @Test
    void labelStudioIsReadByItsOwnConverter() throws IOException {
        assertThat(read("label-studio", "label_studio_sdk", """
                import sys, json, os, importlib.util
                home = importlib.util.find_spec("label_studio_sdk").submodule_search_locations[0]
                path = os.path.join(home, "converter", "brush.py")
                spec = importlib.util.spec_from_file_location("brush", path)
                brush = importlib.util.module_from_spec(spec)
                spec.loader.exec_module(brush)
                for task in json.load(open(sys.argv[1])):
                    for r in task["predictions"][0]["result"]:
                        v = r["value"]
                        assert v["format"] == "rle"
                        flat = brush.decode_rle(v["rle"])
                        picture = flat.reshape(r["original_height"], r["original_width"], 4)
                        assert set(flat.tolist()) <= {0, 255} and (picture[:, :, 0] == picture[:, :, 3]).all()
                        segment(task["data"]["frame"], r["meta"]["track"], v["brushlabels"][0], picture[:, :, 3] > 0)
                end()
                """)).isEqualTo(listing());
    }

    @Test
    void pngTracksAreReadByPillow() throws IOException {
        assertThat(read("png-tracks", "PIL", """
                import sys, io, tarfile
                import numpy as np
                from PIL import Image
                names = {1: "person", 2: "red ball", 3: "person"}
                pictures = 0
                with tarfile.open(sys.argv[1]) as tar:
                    for entry in tar:
                        picture = Image.open(io.BytesIO(tar.extractfile(entry).read()))
                        assert picture.mode == "1" and picture.size == (37, 23)
                        pictures += 1
                        track = int(entry.name.split("/")[0].split("_")[1])
                        frame = int(entry.name.split("/")[1].split(".")[0])
                        pixels = np.asarray(picture)
                        if pixels.any():
                            segment(frame, track, names[track], pixels)
                assert pictures == 8 + 5 + 8
                end()
                """)).isEqualTo(listing());
    }

    @Test
    void pngIdsAreReadByPillow() throws IOException {
        assertThat(read("png-ids", "PIL", """
                import sys, io, tarfile
                import numpy as np
                from PIL import Image
                names = {1: "person", 2: "red ball", 3: "person"}
                with tarfile.open(sys.argv[1]) as tar:
                    assert len(tar.getnames()) == 9
                    for entry in tar:
                        picture = Image.open(io.BytesIO(tar.extractfile(entry).read()))
                        assert picture.mode.startswith("I;16"), picture.mode
                        pixels = np.asarray(picture)
                        for track in sorted(set(pixels.flatten().tolist()) - {0}):
                            segment(int(entry.name[:6]), track, names[track], pixels == track)
                end()
                """)).isEqualTo(listing());
    }

    @Test
    void pngPicturesAreReadByTheJdk() throws IOException {
        Map<String, BufferedImage> pictures = new TreeMap<>();
        for (String name : List.of("png-ids", "png-tracks")) {
            ((FolderExporter) Exports.named(name))
                    .writeFiles(
                            ExportFixtures.source(),
                            (file, png) -> pictures.put(
                                    name + "/" + file,
                                    Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(png)))));
        }

        for (FrameSegments frame : ExportFixtures.frames()) {
            BufferedImage ids = Objects.requireNonNull(pictures.get("png-ids/" + FrameName.of(frame.frame(), "png")));
            for (int y = 0; y < ids.getHeight(); y++) {
                for (int x = 0; x < ids.getWidth(); x++) {
                    int id = ids.getRaster().getSample(x, y, 0);
                    for (Segment segment : frame.segments()) {
                        BufferedImage track = Objects.requireNonNull(pictures.get(
                                "png-tracks/track_000" + segment.track() + "/" + FrameName.of(frame.frame(), "png")));
                        boolean inside = segment.mask().contains(x, y);
                        assertThat(track.getRaster().getSample(x, y, 0) != 0).isEqualTo(inside);
                        assertThat(id == segment.track()).isEqualTo(inside);
                    }
                }
            }
        }
        assertThat(pictures).hasSize(9 + 8 + 5 + 8);
    }

    @Test
    void svgPathsFillToTheMasks() throws IOException {
        assertThat(read("svg", "numpy", """
                import sys, re, tarfile
                import numpy as np
                import xml.etree.ElementTree as ET
                with tarfile.open(sys.argv[1]) as tar:
                    assert len(tar.getnames()) == 9
                    for entry in tar:
                        root = ET.fromstring(tar.extractfile(entry).read())
                        w, h = int(root.get("width")), int(root.get("height"))
                        for path in root:
                            assert path.get("fill-rule") == "evenodd"
                            crossings = np.zeros((h, w + 1), dtype=int)
                            for ring in path.get("d").strip("Z").split("Z"):
                                corners = [tuple(map(int, c.split())) for c in re.split("[ML]", ring) if c]
                                for (x, y), (u, v) in zip(corners, corners[1:] + corners[:1]):
                                    assert x == u or y == v
                                    if x == u:
                                        crossings[min(y, v):max(y, v), x] += 1
                            inside = np.cumsum(crossings, axis=1)[:, :w] % 2
                            segment(int(entry.name[:6]), int(path.get("data-track")), path.get("data-label"), inside)
                end()
                """)).isEqualTo(listing());
    }

    @Test
    void csvHoldsTheMeasuresOfEverySegment() throws IOException {
        List<String> lines = Files.readAllLines(ExportFixtures.exported("csv", ExportFixtures.source(), folder));

        List<Segment> segments = ExportFixtures.frames().stream()
                .flatMap(frame -> frame.segments().stream())
                .toList();
        assertThat(lines).hasSize(1 + segments.size());
        assertThat(lines.get(0))
                .isEqualTo(
                        "frame,pts_micros,track,label,area,x,y,width,height,centroid_x,centroid_y,iou_previous,score");
        Mask first = segments.get(0).mask();
        assertThat(lines.get(1))
                .startsWith("0,0,1,person," + first.area() + ","
                        + first.boundingBox().x() + ",")
                .endsWith(",,0.750000");
        double iou = ExportFixtures.frames()
                .get(0)
                .segments()
                .get(0)
                .mask()
                .iou(ExportFixtures.frames().get(1).segments().get(0).mask());
        assertThat(lines.get(3)).contains(String.format(Locale.ROOT, ",%.6f,0.750000", iou));
    }

    @Test
    void aLabelCannotBreakOutOfItsFormat() throws IOException {
        FrameSize size = new FrameSize(4, 3);
        String label = "=x,\"</name><&\u0001\n";
        var masks = ExportFixtures.source(
                size, List.of(new FrameSegments(0, 0, List.of(new Segment(1, label, Mask.full(size), null)))));

        String csv = Files.readString(ExportFixtures.exported("csv", masks, folder));
        String cvat = Files.readString(ExportFixtures.exported("cvat", masks, folder));
        String svg = Files.readString(ExportFixtures.exported("svg", masks, folder), StandardCharsets.ISO_8859_1);

        assertThat(csv).contains(",\"'=x,\"\"</name><&\u0001\n\",12,");
        assertThat(cvat).contains("label=\"=x,&quot;&lt;/name&gt;&lt;&amp;\uFFFD&#10;\"");
        assertThat(svg).contains("data-label=\"=x,&quot;&lt;/name&gt;");
    }

    static List<String> everyName() {
        return List.copyOf(Exports.names());
    }

    @ParameterizedTest
    @MethodSource("everyName")
    void theSameResultGivesTheSameBytesInEveryLocale(String name) throws IOException {
        byte[] first = Files.readAllBytes(ExportFixtures.exported(name, ExportFixtures.source(), folder));
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            byte[] second = Files.readAllBytes(ExportFixtures.exported(name, ExportFixtures.source(), folder));
            assertThat(second).isEqualTo(first);
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @MethodSource("everyName")
    void aResultWithoutAnyMaskIsExportedToo(String name) throws IOException {
        var masks = ExportFixtures.source(new FrameSize(4, 3), List.of(new FrameSegments(0, 0, List.of())));

        assertThat(ExportFixtures.exported(name, masks, folder)).exists();
    }

    @Test
    void motsGivesAnOverlapToTheLowerTrackAndLeavesOutWhatIsNothing() throws IOException {
        FrameSize size = new FrameSize(4, 3);
        Segment whole = new Segment(1, "a", Mask.full(size), null);
        var masks = ExportFixtures.source(
                size, List.of(new FrameSegments(0, 0, List.of(whole, new Segment(2, "a", Mask.full(size), null)))));

        assertThat(Files.readAllLines(ExportFixtures.exported("mots", masks, folder)))
                .containsExactly("1 1001 1 3 4 " + Mask.full(size).toCoco());
    }

    @Test
    void tracksLongerThanABatchAreReadFromTheFileAgain() throws IOException {
        assertThat(byTrack(4)).isEqualTo(byTrack(1000)).isNotEmpty();
        assertThat(byTrack(8)).isEqualTo(byTrack(1000));
    }

    private static String byTrack(int batch) throws IOException {
        List<String> seen = new ArrayList<>();
        var masks = ExportFixtures.source();
        new TrackSegments(masks, masks.header(), batch)
                .forEach((track, segments) -> segments.forEach(one -> seen.add(track.id() + ":" + one.frameIndex() + ":"
                        + one.segment().mask().area())));
        return String.join(" ", seen);
    }

    @Test
    void anArchiveRefusesNamesThatLeadElsewhere() {
        TarWriter tar = new TarWriter(new ByteArrayOutputStream());
        for (String name : List.of("../x", "a/../x", "./x", "/etc/x", "a b", "", "x/", "x".repeat(101))) {
            assertThatThrownBy(() -> tar.put(name, new byte[0])).as(name).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private String read(String name, String module, String script) throws IOException {
        Path file = ExportFixtures.exported(name, ExportFixtures.source(), folder);
        return OutsideReader.run(module, folder, PRINT + script, file);
    }

    private static String listing() {
        return Arrays.stream(ExportFixtures.listing(ExportFixtures.frames()).split("\n"))
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
