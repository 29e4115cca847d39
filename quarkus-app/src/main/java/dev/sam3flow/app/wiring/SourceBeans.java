package dev.sam3flow.app.wiring;

import dev.sam3flow.client.download.GuardedSourceReader;
import dev.sam3flow.core.port.SourceReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Where videos come from. */
@Singleton
public class SourceBeans {
    @Produces
    @ApplicationScoped
    SourceReader sources(Sam3Config config) {
        return new GuardedSourceReader(config.maxVideoBytes());
    }
}
