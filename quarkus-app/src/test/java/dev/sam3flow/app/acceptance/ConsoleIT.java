package dev.sam3flow.app.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.mask.PixelOrder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The console in Chromium, as a person uses it. Pictures of its pages are left in {@code target/console}. */
@TestMethodOrder(OrderAnnotation.class)
class ConsoleIT {
    private static final Path PICTURES = Path.of("target", "console");

    @TempDir
    static Path folder;

    private static final Set<String> LOOKED_AT = new TreeSet<>();
    private static RunningService service;
    private static Playwright playwright;
    private static Browser browser;
    private static String axe;
    private static Locale locale;

    @BeforeAll
    static void start() throws IOException {
        Optional<Path> chromium = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        assumeThat(chromium)
                .as("no Chromium here: apt-get install chromium, and the console is tested too")
                .isPresent();
        Files.createDirectories(PICTURES);
        try (InputStream script =
                ConsoleIT.class.getResourceAsStream("/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js")) {
            axe = new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
        service = RunningService.start(folder, Map.of());
        // Playwright lowers the case of its constants by the default locale, and knows no "lıght"; the service is a
        // process of its own
        locale = Locale.getDefault();
        Locale.setDefault(Locale.ROOT);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        PlaywrightAssertions.setDefaultAssertionTimeout(60_000);
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium.get())
                        .setArgs(List.of("--no-sandbox")));
    }

    @AfterAll
    static void stop() {
        if (locale != null) {
            Locale.setDefault(locale);
        }
        if (playwright != null) {
            playwright.close();
        }
        if (service != null) {
            service.close();
        }
    }

    /** A page whose script errors fail the test. */
    private static Page page(BrowserContext context, List<String> errors) {
        Page page = context.newPage();
        page.onPageError(errors::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                errors.add(message.text() + " at " + message.location());
            }
        });
        page.setDefaultTimeout(20_000);
        return page;
    }

    private static BrowserContext context(int width, int height, ColorScheme scheme) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(scheme)
                .setReducedMotion(ReducedMotion.REDUCE));
        context.addInitScript(axe);
        return context;
    }

    /** The first: it sees the service without a job. */
    @Test
    @Order(1)
    void aVideoIsDroppedMarkedPricedRunAndExported() throws IOException {
        List<String> errors = new ArrayList<>();
        try (BrowserContext context = context(1280, 900, ColorScheme.LIGHT)) {
            Page page = page(context, errors);
            page.navigate(service.uri("/").toString());
            assertThat(page.getByText("No jobs yet")).isVisible();
            pictured(page, "empty");

            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Order the first job"))
                    .click();
            drop(page, RunningService.BALLS);
            Locator run = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Run for $0.10"));
            assertThat(run).isDisabled();
            page.getByLabel("What to follow").fill("red ball");
            assertThat(run).isEnabled();
            mark(page);
            assertThat(page.getByRole(AriaRole.LIST, new Page.GetByRoleOptions().setName("Marks"))
                            .getByRole(AriaRole.LISTITEM))
                    .hasCount(3);
            pictured(page, "order");
            page.getByRole(AriaRole.LIST, new Page.GetByRoleOptions().setName("Marks"))
                    .getByRole(AriaRole.BUTTON)
                    .nth(1)
                    .click();
            run.click();

            assertThat(page.locator(".head .pill")).hasText("Done");
            assertThat(page.locator(".money")).containsText("$0.10");
            assertThat(page.locator(".tracks li")).not().hasCount(0);
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("One frame on"))
                    .click();
            assertThat(page.locator("#frame-number")).hasText("1 / 249");
            assertThat((Boolean) page.evaluate("() => [...document.querySelector('.screen canvas').getContext('2d')"
                            + ".getImageData(0, 0, 640, 360).data].some(value => value > 0)"))
                    .as("masks are drawn")
                    .isTrue();
            pictured(page, "job");
            page.locator(".menu summary").click();
            Download download =
                    page.waitForDownload(() -> page.getByText("CSV", new Page.GetByTextOptions().setExact(true))
                            .click());
            assertThat(Files.readAllLines(download.path()).size()).isGreaterThan(200);

            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Money"))
                    .click();
            assertThat(page.locator(".ledger tbody tr")).not().hasCount(0);
            pictured(page, "money");
            page.navigate(service.uri("/console/#/queue").toString());
            assertThat(page.getByText("Nobody is needed")).isVisible();
            pictured(page, "queue");
            audit(page, "audit");
            page.navigate(service.uri("/console/").toString());
            assertThat(page.locator(".list tbody tr")).hasCount(1);
            pictured(page, "jobs");
            otherLooks(page.url());
        }
        assertThat(errors).isEmpty();
    }

    /** An order with everything that it may say: each choice shows its price and its time before Run. */
    @Test
    void optionsArePricedAndMarksAreMadeInALaterFrame() throws IOException {
        List<String> errors = new ArrayList<>();
        try (BrowserContext context = context(1280, 900, ColorScheme.LIGHT)) {
            Page page = page(context, errors);
            page.navigate(service.uri("/console/#/new").toString());
            drop(page, RunningService.BALLS);
            page.getByText("Options", new Page.GetByTextOptions().setExact(true))
                    .click();
            page.getByLabel("What to follow").fill("red ball, blue ball");
            Locator latency = page.locator(".choice", new Page.LocatorOptions().setHasText("Shortest wait"));
            Locator charge = page.locator(".choice", new Page.LocatorOptions().setHasText("Lowest price"));
            assertThat(charge).containsText("1 prediction · about 30 s");
            assertThat(charge).containsText("$0.10");
            assertThat(latency).containsText("2 predictions");
            page.getByLabel("Max chunk, s").fill("4");
            latency.click();
            page.getByLabel("Ask for each object by itself").check();
            assertThat(page.getByText("$0.30 for 2 objects, in place of $0.15")).isVisible();
            assertThat(latency).containsText("6 predictions");
            page.getByLabel("Try chunks that look bad once more").check();
            assertThat(page.locator(".price")).containsText("Repair, at most");
            page.getByLabel("Let chunks meet between scenes").check();
            otherLooks(page, "options");

            page.getByLabel("What to follow").fill("red ball");
            page.getByLabel("Ask for each object by itself").uncheck();
            page.evaluate("""
                    () => {
                      const video = document.querySelector('.stage video');
                      const follow = (now, meta) => { window.shownAt = meta.mediaTime; video.requestVideoFrameCallback(follow); };
                      video.requestVideoFrameCallback(follow);
                    }""");
            page.locator("#frame").fill("100");
            page.locator("#frame").press("Enter");
            page.waitForFunction("() => Math.abs(window.shownAt - 4) < 0.001");
            page.locator(".marks[aria-label^='Frame 100.']").click();
            assertThat(page.getByText("The marks are in frame 100")).isVisible();
            page.locator("#frame").fill("0");
            page.locator("#frame").press("Enter");
            assertThat(page.locator(".marks")).hasCount(0);
            page.getByText("Back to frame 100").click();
            assertThat(page.locator(".marks .point")).hasCount(1);
            pictured(page, "marked");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Run for"))
                    .click();

            assertThat(page.locator(".head .sub")).containsText("with 1 mark in frame 100");
            assertThat(page.locator(".head .sub")).containsText("shortest wait");
            assertThat(page.locator(".head .pill")).hasText("Done");
            assertThat(page.locator(".tracks li")).not().hasCount(0);
            pictured(page, "job-marked");
        }
        assertThat(errors).isEmpty();
    }

    /** What is open in the dark and on a telephone. */
    private static void otherLooks(Page page, String name) {
        pictured(page, name);
        page.setViewportSize(390, 844);
        pictured(page, name + "-narrow");
        page.setViewportSize(1280, 900);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        pictured(page, name + "-dark");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    }

    /** The same pages in the dark and on a telephone. */
    private static void otherLooks(String url) {
        for (Map.Entry<String, BrowserContext> look : Map.of(
                        "dark", context(1280, 900, ColorScheme.DARK), "narrow", context(390, 844, ColorScheme.LIGHT))
                .entrySet()) {
            try (BrowserContext context = look.getValue()) {
                List<String> errors = new ArrayList<>();
                Page page = page(context, errors);
                page.navigate(url);
                assertThat(page.locator(".list tbody tr")).hasCount(1);
                pictured(page, "jobs-" + look.getKey());
                page.locator(".list .what a").first().click();
                assertThat(page.locator(".tracks li")).not().hasCount(0);
                pictured(page, "job-" + look.getKey());
                page.navigate(service.uri("/console/#/new").toString());
                pictured(page, "new-" + look.getKey());
                page.navigate(service.uri("/console/#/money").toString());
                assertThat(page.locator(".ledger tbody tr")).not().hasCount(0);
                pictured(page, "money-" + look.getKey());
                page.navigate(service.uri("/console/#/queue").toString());
                assertThat(page.getByText("Nobody is needed")).isVisible();
                pictured(page, "queue-" + look.getKey());
                audit(page, "audit-" + look.getKey());
                assertThat(errors).isEmpty();
            }
        }
    }

    private static void audit(Page page, String name) {
        page.navigate(service.uri("/console/#/audit").toString());
        assertThat(page.locator("tbody tr")).not().hasCount(0);
        pictured(page, name);
    }

    private static void drop(Page page, Path video) throws IOException {
        String bytes = java.util.Base64.getEncoder().encodeToString(Files.readAllBytes(video));
        Object transfer = page.evaluateHandle("""
                bytes => {
                  const data = new DataTransfer();
                  data.items.add(new File([Uint8Array.from(atob(bytes), c => c.charCodeAt(0))], 'balls.mp4', { type: 'video/mp4' }));
                  return data;
                }""", bytes);
        page.dispatchEvent(".drop", "drop", Map.of("dataTransfer", transfer));
    }

    /** A click, a click with Shift, and a box. */
    private static void mark(Page page) {
        Locator layer = page.locator(".marks");
        BoundingBox area = layer.boundingBox();
        layer.click(new Locator.ClickOptions().setPosition(area.width * 0.095, area.height * 0.655));
        page.keyboard().down("Shift");
        layer.click(new Locator.ClickOptions().setPosition(area.width * 0.89, area.height * 0.83));
        page.keyboard().up("Shift");
        page.mouse().move(area.x + area.width * 0.02, area.y + area.height * 0.53);
        page.mouse().down();
        page.mouse().move(area.x + area.width * 0.17, area.y + area.height * 0.79, new Mouse.MoveOptions().setSteps(4));
        page.mouse().up();
    }

    /** Takes a picture, and has axe look for what keeps people out. */
    private static void pictured(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(PICTURES.resolve(name + ".png"))
                .setFullPage(true));
        assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .as(name + ": nothing sticks out")
                .isTrue();
        Object found = page.evaluate("async () => (await axe.run()).violations"
                + ".filter(v => v.impact === 'serious' || v.impact === 'critical')"
                + ".map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' | '))");
        assertThat((List<?>) found).as("axe on " + name).isEmpty();
        LOOKED_AT.add(name);
        Evidence.row(
                "5 axe-core over the console's pages",
                LOOKED_AT.size() + " views (" + String.join(", ", LOOKED_AT) + "): **0 serious or critical findings**");
    }

    @Test
    void aPersonSignsInWithAKeyAndOutAgain(@TempDir Path home) {
        String key = new Sam3Process(home)
                .run("key", "create", "--tenant", "acme", "--name", "person", "--scope", "read,submit")
                .out()
                .strip();
        List<String> errors = new ArrayList<>();
        try (RunningService secured = RunningService.start(home, Map.of("SAM3_SECURITY_MODE", "on"));
                BrowserContext context = context(1280, 900, ColorScheme.LIGHT)) {
            Page page = page(context, errors);
            page.navigate(secured.uri("/console/").toString());
            page.getByLabel("API key").fill("");
            otherLooks(page, "sign-in");
            page.getByLabel("API key").fill(key);
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                    .click();
            assertThat(page.getByText("No jobs yet")).isVisible();
            assertThat(page.getByText("Decisions")).hasCount(0);
            page.getByText("Sign out").click();
            assertThat(page.getByText("Sign in to sam3flow")).isVisible();
        }
        assertThat(errors).isEmpty();
    }

    /** Five discs of a fifth of the height that travel over 120 frames of 1080p. */
    private static String fiveTracks() {
        FrameSize size = new FrameSize(1920, 1080);
        StringBuilder text =
                new StringBuilder("{\"schema\":\"sam3flow.masks/1\",\"video\":{\"name\":\"x\",\"frames\":120,"
                        + "\"width\":1920,\"height\":1080,\"frameRate\":\"30\",\"durationMicros\":4000000,\"sha256\":\"\"},"
                        + "\"prompts\":null,\"tracks\":[");
        for (int track = 1; track <= 5; track++) {
            text.append(track == 1 ? "" : ",")
                    .append("{\"id\":" + track + ",\"label\":\"disc\",\"firstFrame\":0,\"lastFrame\":119,"
                            + "\"segments\":120,\"merged\":false}");
        }
        text.append("]}\n");
        for (int frame = 0; frame < 120; frame++) {
            text.append("{\"frame\":" + frame + ",\"pts\":" + frame * 1_000_000L / 30 + ",\"segments\":[");
            for (int track = 1; track <= 5; track++) {
                int x = 150 + (frame * 12 + track * 290) % 1620;
                int y = 200 + track * 110;
                Mask mask = disc(size, x, y, 130);
                text.append(track == 1 ? "" : ",")
                        .append(String.format(
                                Locale.ROOT,
                                "{\"track\":%d,\"rle\":{\"counts\":\"%s\"},\"bbox\":[%d,%d,261,261],\"area\":%d}",
                                track,
                                mask.toCoco().replace("\\", "\\\\"),
                                x - 130,
                                y - 130,
                                mask.area()));
            }
            text.append("]}\n");
        }
        return text.toString();
    }

    private static Mask disc(FrameSize size, int x, int y, int radius) {
        byte[] pixels = new byte[size.width() * size.height()];
        for (int dx = -radius; dx <= radius; dx++) {
            int half = (int) Math.sqrt((double) radius * radius - dx * dx);
            for (int dy = -half; dy <= half; dy++) {
                pixels[(x + dx) * size.height() + y + dy] = 1;
            }
        }
        return Mask.ofBytes(size, pixels, PixelOrder.COLUMN_MAJOR);
    }

    private static void answer(Route route, String type, String body) {
        route.fulfill(new Route.FulfillOptions().setContentType(type).setBody(body));
    }

    /** What the player itself takes: read runs, fill, turn upright, show. The picture is read back, so that nothing is left undone. */
    @Test
    void theMaskPlayerShowsFiveTracksOf1080pAtFullFrameRate() {
        String masks = fiveTracks();
        try (BrowserContext context = context(1280, 900, ColorScheme.DARK)) {
            Page page = page(context, new ArrayList<>());
            page.route("**/api/v1/jobs/fps", route -> answer(route, "application/json", """
                    {"key":"fps","phase":"DONE","note":"","failure":null,"createdAt":"2026-11-24T00:00:00Z","video":"x.mp4",
                     "prompts":["disc"],"points":[],"boxes":[],"exports":[],"frames":120,"quotedMicroUsd":1,"heldMicroUsd":0,
                     "chargedMicroUsd":1,"maxChargeMicroUsd":null,"chunks":[],"files":["masks.jsonl"],"hasVideo":false}"""));
            page.route("**/files/masks.jsonl", route -> answer(route, "application/x-ndjson", masks));
            page.route("**/files/*.json", route -> answer(route, "application/json", "{\"findings\":[],\"seams\":[]}"));
            page.navigate(service.uri("/console/#/jobs/fps").toString());
            assertThat(page.locator(".tracks li")).hasCount(5);
            double painting = best(page, """
                    async () => {
                      const { MaskPainter } = await import('/console/js/rle.js');
                      const text = await (await fetch('/api/v1/jobs/fps/files/masks.jsonl')).text();
                      const frames = text.trim().split('\\n').slice(1).map(line => JSON.parse(line).segments
                          .map((s, i) => ({ counts: s.rle.counts, bbox: s.bbox, rgba: 0x8c0000ff + i * 0x2200 })));
                      const canvas = document.createElement('canvas');
                      const painter = new MaskPainter(canvas, 1920, 1080);
                      const context = canvas.getContext('2d');
                      const begin = performance.now();
                      for (const frame of frames) { painter.draw(frame); context.getImageData(960, 540, 1, 1); }
                      return frames.length / (performance.now() - begin) * 1000;
                    }""");
            double playing = best(page, """
                    async () => {
                      let paints = 0;
                      const draw = CanvasRenderingContext2D.prototype.drawImage;
                      CanvasRenderingContext2D.prototype.drawImage = function (...a) { paints++; return draw.apply(this, a); };
                      document.querySelector('button[aria-label="Play"]').click();
                      await new Promise(done => setTimeout(done, 2000));
                      document.querySelector('button[aria-label="Pause"]')?.click();
                      CanvasRenderingContext2D.prototype.drawImage = draw;
                      return paints / 2;
                    }""");
            Evidence.row(
                    "4 mask player in Chromium, 1080p, 5 tracks, drawn by the processor alone; the best of three rounds",
                    String.format(
                            Locale.ROOT,
                            "**%.0f frames a second** drawn from RLE and read back; %.0f shown while playing a video of 30",
                            painting,
                            playing));
            pictured(page, "player-1080p");
            assertThat(painting).isGreaterThanOrEqualTo(30);
        }
    }

    /** The best of three rounds: other work on the machine is not what is measured. */
    private static double best(Page page, String script) {
        double best = 0;
        for (int round = 0; round < 3; round++) {
            best = Math.max(best, ((Number) page.evaluate(script)).doubleValue());
        }
        return best;
    }
}
