// Minimal stand-in for GraalVM's `native-image` launcher: drives the builder jars published on Maven Central.
import com.oracle.svm.core.option.APIOption;
import com.oracle.svm.core.option.APIOptionGroup;
import java.io.*;
import java.lang.reflect.*;
import java.nio.file.*;
import java.util.*;
import java.util.function.Function;
import java.util.jar.*;
import java.util.regex.Pattern;
import java.util.stream.*;
import jdk.graal.compiler.options.*;

public class NI {
    record Api(OptionDescriptor d, APIOption a, String group) {}

    static final Map<String, Api> api = new LinkedHashMap<>(); // "--foo" or "--gc=serial"
    static final Map<String, String> groupDefault = new HashMap<>();
    static Path home;
    static final List<String> vm = new ArrayList<>(),
            out = new ArrayList<>(),
            cp = new ArrayList<>(),
            rest = new ArrayList<>();
    static final List<Pattern[]> excl = new ArrayList<>();
    static boolean verbose, dry;
    static String jar;
    static String oName;

    public static void main(String[] av) throws Exception {
        home = Path.of(System.getProperty("ni.home"));
        loadApi();
        List<String> a = new ArrayList<>();
        for (String s : av)
            if (s.startsWith("@")) a.addAll(tokens(Files.readString(Path.of(s.substring(1)))));
            else a.add(s);
        for (int i = 0; i < a.size(); i++) {
            String s = a.get(i);
            switch (s) {
                case "-cp", "-classpath", "--class-path" -> {
                    for (String e : a.get(++i).split(":")) cp.add(e);
                    continue;
                }
                case "-jar" -> {
                    jar = a.get(++i);
                    continue;
                }
                case "-o" -> {
                    oName = a.get(++i);
                    continue;
                }
                case "--exclude-config" -> {
                    excl.add(new Pattern[] {Pattern.compile(a.get(++i)), Pattern.compile(a.get(++i))});
                    continue;
                }
                case "--verbose" -> {
                    verbose = true;
                    continue;
                }
                case "--dry-run" -> {
                    dry = true;
                    continue;
                }
                default -> {}
            }
            if (s.startsWith("--exclude-config=")) {
                continue;
            }
            if (s.startsWith("--add-modules=")) {
                continue;
            } // ALL-DEFAULT below has the JDK's
            if (!opt(s, "user")) {
                if (s.startsWith("-")) throw new IllegalArgumentException("Unrecognized option: " + s);
                rest.add(s);
            }
        }
        String main = null;
        if (jar != null) {
            Path j = Path.of(jar).toAbsolutePath();
            cp.add(0, j.toString());
            try (JarFile jf = new JarFile(j.toFile())) {
                var at = jf.getManifest().getMainAttributes();
                main = at.getValue("Main-Class");
                String c = at.getValue("Class-Path");
                if (c != null)
                    for (String e : c.trim().split("\\s+"))
                        if (!e.isEmpty()) {
                            Path p = j.getParent().resolve(e).normalize();
                            if (Files.exists(p)) cp.add(p.toString());
                        }
            }
        } else {
            if (cp.isEmpty()) cp.add(".");
            if (!rest.isEmpty()) main = rest.remove(0);
        }
        List<String> user = new ArrayList<>(out);
        out.clear(); // jar-supplied options come first, the command line wins
        LinkedHashSet<String> ucp = new LinkedHashSet<>();
        for (String e : cp) ucp.add(Path.of(e).toAbsolutePath().normalize().toString());
        for (String e : ucp) meta(Path.of(e));
        out.addAll(user);
        String name = oName != null
                ? oName
                : !rest.isEmpty()
                        ? rest.get(0)
                        : jar != null
                                ? Path.of(jar).getFileName().toString().replaceAll("\\.jar$", "")
                                : main.toLowerCase();
        Path np = Path.of(name);
        Path dir = (np.getParent() == null ? Path.of("") : np.getParent()).toAbsolutePath();
        List<String> drv = new ArrayList<>(List.of(
                "-H:CLibraryPath@driver=" + home.resolve("lib/svm/clibraries/linux-amd64"),
                "-H:ImageBuildID@driver=" + UUID.randomUUID(),
                "-H:Path@driver=" + dir,
                "-H:Name@user+api=" + np.getFileName(),
                "-H:NativeLinkerOption@driver=-Wl,-rpath,$ORIGIN:$ORIGIN/lib:"
                        + home.resolve("lib/svm/clibraries/linux-amd64")));
        if (main != null) drv.add("-H:Class@user+api=" + main);
        List<String> cmd = new ArrayList<>();
        cmd.add(home.resolve("bin/java").toString());
        cmd.add("@" + home.resolve("lib/svm/exports.args"));
        long mem = ((com.sun.management.OperatingSystemMXBean)
                        java.lang.management.ManagementFactory.getOperatingSystemMXBean())
                .getTotalMemorySize();
        cmd.addAll(List.of(
                "-XX:+UseParallelGC",
                "-XX:+UnlockExperimentalVMOptions",
                "-XX:+EnableJVMCI",
                "-XX:-UseJVMCICompiler",
                "-Xss10m",
                "-Xms256m"));
        if (vm.stream().noneMatch(x -> x.startsWith("-Xmx") || x.startsWith("-XX:MaxRAMPercentage")))
            cmd.add("-Xmx" + Math.min(8L << 30, mem * 6 / 10));
        cmd.addAll(List.of(
                "-Duser.country=US",
                "-Duser.language=en",
                "-Dtruffle.TrustAllTruffleRuntimeProviders=true",
                "-Dgraalvm.locatorDisabled=true",
                "-Dorg.graalvm.nativeimage.imagecode=buildtime",
                "-Dsubstratevm.HostLibC=glibc",
                "-Djdk.internal.lambda.disableEagerInitialization=true",
                "-Dcom.oracle.graalvm.isaot=true",
                "-Dorg.graalvm.vendor=Maven Central assembly",
                "-Dorg.graalvm.version=" + System.getProperty("ni.version"),
                "-Dorg.graalvm.vendorversion=GraalVM CE " + System.getProperty("ni.version") + "+10.1",
                "-Djava.system.class.loader=com.oracle.svm.hosted.NativeImageSystemClassLoader",
                "--enable-native-access=org.graalvm.nativeimage.builder"));
        cmd.addAll(List.of(
                "--upgrade-module-path",
                home.resolve("lib/svm/compiler").toString(),
                "--module-path",
                home.resolve("lib/svm/builder").toString(),
                "--add-modules=ALL-DEFAULT,ALL-MODULE-PATH"));
        cmd.addAll(vm);
        cmd.addAll(List.of("-m", "org.graalvm.nativeimage.builder/com.oracle.svm.hosted.NativeImageGeneratorRunner"));
        List<String> ba = new ArrayList<>(List.of("-imagecp", String.join(":", ucp)));
        ba.addAll(drv);
        ba.addAll(out);
        Path af = Files.createTempFile("ni", ".args");
        Files.writeString(af, String.join("\0", ba));
        cmd.add("--image-args-file=" + af);
        if (verbose || dry) {
            System.err.println(String.join(" \\\n ", cmd));
            System.err.println(String.join("\n   ", ba));
        }
        if (dry) return;
        int exit = new ProcessBuilder(cmd).inheritIO().start().waitFor();
        if (exit == 0) ownLibraries(dir);
        System.exit(exit);
    }

    /** An image that reaches AWT gets stand-ins for what is linked statically elsewhere; here it needs the JDK's own. */
    static void ownLibraries(Path dir) throws Exception {
        try (var own = Files.list(home.resolve("lib/svm/clibraries/linux-amd64"))) {
            for (Path library : (Iterable<Path>) own.filter(p -> p.toString().endsWith(".so"))::iterator) {
                Path standIn = dir.resolve(library.getFileName());
                if (Files.exists(standIn)) {
                    Files.copy(library, standIn, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    static void loadApi() {
        for (OptionDescriptors ds : ServiceLoader.load(OptionDescriptors.class, ClassLoader.getSystemClassLoader()))
            for (OptionDescriptor d : ds) {
                try {
                    Field f = d.getDeclaringClass().getDeclaredField(d.getFieldName());
                    for (APIOption o : f.getAnnotationsByType(APIOption.class)) {
                        String g = "";
                        if (o.group() != APIOption.NullGroup.class) {
                            var c = o.group().getDeclaredConstructor();
                            c.setAccessible(true);
                            APIOptionGroup gr = c.newInstance();
                            g = gr.name();
                            for (String n : o.name())
                                api.put("--" + gr.name() + gr.valueSeparator() + n, new Api(d, o, g));
                        } else for (String n : o.name()) api.put(APIOption.Utils.optionName(n), new Api(d, o, g));
                    }
                } catch (Throwable t) {
                    /* not an API option */
                }
            }
    }

    static String origin(String h, String o) {
        String b = h.substring(3);
        if (b.startsWith("+") || b.startsWith("-")) return h.contains("@") ? h : h + "@" + o;
        int eq = h.indexOf('=');
        String n = eq < 0 ? h : h.substring(0, eq);
        return (n.contains("@") ? n : n + "@" + o) + (eq < 0 ? "" : h.substring(eq));
    }

    static boolean opt(String s, String o) throws Exception {
        if (s.startsWith("-J")) {
            String v = s.substring(2);
            vm.add(v);
            return true;
        }
        if (s.startsWith("-H:")) {
            out.add(origin(s, o));
            return true;
        }
        if (s.startsWith("-R:")) {
            out.add(s);
            return true;
        }
        if (s.startsWith("-D")) {
            vm.add(s);
            out.add(s);
            return true;
        }
        if (s.startsWith("--add-exports=") || s.startsWith("--add-opens=") || s.startsWith("--add-reads=")) {
            vm.add(s);
        }
        String n = s, v = null;
        Api x = api.get(s);
        if (x == null) {
            int eq = s.indexOf('=');
            if (eq > 0) {
                n = s.substring(0, eq);
                v = s.substring(eq + 1);
                x = api.get(n);
            }
        }
        if (x == null) {
            for (var e : api.entrySet()) {
                for (char c : e.getValue().a.valueSeparator())
                    if (c == APIOption.NO_SEPARATOR && s.startsWith(e.getKey())) {
                        x = e.getValue();
                        v = s.substring(e.getKey().length());
                    }
            }
        }
        if (x == null) return false;
        if (x.a.extra() && false) return false;
        boolean bool = x.d.getOptionValueType() == Boolean.class;
        String on = x.d.getName();
        if (bool && x.a.fixedValue().length == 0) {
            boolean neg = x.a.kind() == APIOption.APIOptionKind.Negated;
            if (v != null) neg ^= !Boolean.parseBoolean(v);
            out.add("-H:" + (neg ? "-" : "+") + on + "@" + o + "+api");
            return true;
        }
        Object val = v;
        if (val == null && x.a.defaultValue().length > 0) val = x.a.defaultValue()[0];
        if (x.a.fixedValue().length > 0) val = x.a.fixedValue()[0];
        if (!x.group.isEmpty() && x.a.fixedValue().length == 0 && val == null) val = x.a.name()[0];
        for (Class<? extends Function<Object, Object>> t : x.a.valueTransformer()) {
            var c = t.getDeclaredConstructor();
            c.setAccessible(true);
            val = c.newInstance().apply(val);
        }
        if (bool) {
            out.add("-H:" + (Boolean.parseBoolean(String.valueOf(val)) ? "+" : "-") + on + "@" + o + "+api");
            return true;
        }
        out.add("-H:" + on + "@" + o + "+api=" + (val == null ? "" : val));
        return true;
    }

    static final Map<String, String> CFG = Map.of(
            "jni-config.json",
            "JNIConfigurationResources",
            "reflect-config.json",
            "ReflectionConfigurationResources",
            "proxy-config.json",
            "DynamicProxyConfigurationResources",
            "resource-config.json",
            "ResourceConfigurationResources",
            "serialization-config.json",
            "SerializationConfigurationResources",
            "reachability-metadata.json",
            "ReachabilityMetadataResources",
            "predefined-classes-config.json",
            "PredefinedClassesConfigurationResources",
            "foreign-config.json",
            "ForeignConfigurationResources");

    static void meta(Path e) throws Exception {
        if (Files.isDirectory(e)) {
            Path r = e.resolve("META-INF/native-image");
            if (Files.isDirectory(r))
                try (var st = Files.walk(r)) {
                    for (Path p : (Iterable<Path>) st.sorted()::iterator)
                        if (Files.isRegularFile(p))
                            one(e, e.relativize(p).toString(), p.toUri().toString(), Files.readAllBytes(p));
                }
        } else if (e.toString().endsWith(".jar"))
            try (JarFile jf = new JarFile(e.toFile())) {
                // multi-release aware is not needed for these resources
                for (JarEntry je : jf.stream()
                        .filter(z -> z.getName().startsWith("META-INF/native-image/") && !z.isDirectory())
                        .sorted(Comparator.comparing(JarEntry::getName))
                        .toList())
                    one(
                            e,
                            je.getName(),
                            "jar:" + e.toUri() + "!/" + je.getName(),
                            jf.getInputStream(je).readAllBytes());
                var m = jf.getManifest();
                if (m != null && false) {}
            }
    }

    static void one(Path e, String name, String uri, byte[] b) throws Exception {
        for (Pattern[] p : excl)
            if (p[0].matcher(e.toString()).find() && p[1].matcher("/" + name).find()) {
                System.out.println("excluded " + name + " of " + e.getFileName());
                return;
            }
        String f = name.substring(name.lastIndexOf('/') + 1),
                dir = name.contains("/") ? name.substring(0, name.lastIndexOf('/')) : "";
        if (f.equals("native-image.properties")) {
            Properties p = new Properties();
            p.load(new ByteArrayInputStream(b));
            String ja = p.getProperty("JavaArgs");
            if (ja != null) for (String t : tokens(ja)) vm.add(t.replace("${.}", dir));
            String ar = p.getProperty("Args");
            if (ar != null)
                for (String t : tokens(ar)) {
                    t = t.replace("${.}", dir);
                    if (t.equals("--no-fallback")) continue;
                    if (!opt(t, uri)) System.err.println("ignored option " + t + " from " + uri);
                }
        } else {
            String h = CFG.get(f);
            if (h != null) {
                out.add("-H:+UnlockExperimentalVMOptions@driver");
                out.add("-H:" + h + "@" + uri + "=" + name);
            }
        }
    }

    static List<String> tokens(String s) {
        List<String> r = new ArrayList<>();
        StringBuilder c = new StringBuilder();
        char q = 0;
        boolean in = false;
        for (int i = 0; i < s.length(); i++) {
            char ch = s.charAt(i);
            if (q != 0) {
                if (ch == q) q = 0;
                else c.append(ch);
            } else if (ch == '"' || ch == '\'') {
                q = ch;
                in = true;
            } else if (Character.isWhitespace(ch)) {
                if (c.length() > 0 || in) r.add(c.toString());
                c.setLength(0);
                in = false;
            } else c.append(ch);
        }
        if (c.length() > 0 || in) r.add(c.toString());
        return r;
    }
}
