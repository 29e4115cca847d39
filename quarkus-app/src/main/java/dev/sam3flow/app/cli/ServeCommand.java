package dev.sam3flow.app.cli;

import io.quarkus.runtime.Quarkus;
import jakarta.inject.Inject;
import java.util.concurrent.Callable;
import org.apache.camel.quarkus.core.CamelRuntime;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs the service until it is told to stop. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Runs the service: REST, console, workers, the inbox route.")
public class ServeCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @ConfigProperty(name = "quarkus.http.host")
    String host;

    @ConfigProperty(name = "quarkus.http.port")
    int port;

    @Inject
    CamelRuntime routes;

    @Override
    public Integer call() {
        // an application with a main of its own has to start Camel itself; the container stops it
        routes.start();
        Output.of(spec).say("serving at http://" + host + ":" + port + "/console/ (REST under /api/v1); Ctrl-C stops");
        Quarkus.waitForExit();
        return ExitCode.DONE;
    }
}
