import java.lang.module.*;
import java.nio.file.*;
import java.util.*;

/** Prints --add-exports/--add-opens for the JDK's own packages (mode "jdk") or opens for the builder's (mode "builder"). */
public class Modules {
    public static void main(String[] a) {
        if (a[0].equals("builder")) {
            for (ModuleReference r :
                    ModuleFinder.of(Path.of(a[1]), Path.of(a[2])).findAll())
                if (r.descriptor().name().equals("org.graalvm.nativeimage.builder"))
                    for (String p : new TreeSet<>(r.descriptor().packages()))
                        System.out.println("--add-opens=" + r.descriptor().name() + "/" + p + "=ALL-UNNAMED");
            return;
        }
        String to = "ALL-UNNAMED";
        for (ModuleReference r : ModuleFinder.of(Path.of(a[1]), Path.of(a[2])).findAll())
            to += "," + r.descriptor().name();
        Set<String> skip = Set.of("jdk.graal.compiler", "jdk.graal.compiler.management"),
                open =
                        Set.of(
                                "java.base",
                                "jdk.internal.vm.ci",
                                "java.management",
                                "jdk.management",
                                "jdk.jfr",
                                "java.logging",
                                "java.rmi",
                                "java.security.jgss",
                                "jdk.zipfs",
                                "java.net.http");
        for (ModuleReference r : ModuleFinder.ofSystem().findAll()) {
            var d = r.descriptor();
            if (skip.contains(d.name())) continue;
            if (!d.name().startsWith("java.")
                    && !Set.of(
                                    "jdk.internal.vm.ci",
                                    "jdk.jfr",
                                    "jdk.management",
                                    "jdk.zipfs",
                                    "jdk.net",
                                    "jdk.management.agent",
                                    "jdk.internal.jvmstat",
                                    "jdk.compiler",
                                    "jdk.localedata",
                                    "jdk.charsets",
                                    "jdk.attach",
                                    "jdk.httpserver",
                                    "jdk.sctp",
                                    "jdk.crypto.cryptoki",
                                    "jdk.crypto.ec",
                                    "jdk.security.jgss",
                                    "jdk.naming.dns",
                                    "jdk.unsupported",
                                    "jdk.xml.dom")
                            .contains(d.name())) continue;
            for (String p : new TreeSet<>(d.packages())) {
                System.out.println("--add-exports=" + d.name() + "/" + p + "=" + to);
                if (open.contains(d.name())) System.out.println("--add-opens=" + d.name() + "/" + p + "=" + to);
            }
        }
    }
}
