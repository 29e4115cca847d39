package dev.sam3flow.app.security;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses to start where anybody could call from elsewhere without saying who they are. */
@Singleton
public class ListenGuard {
    private final SecurityConfig config;
    private final String host;
    private final boolean listens;

    ListenGuard(
            SecurityConfig config,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.http.host-enabled", defaultValue = "true") boolean listens) {
        this.config = config;
        this.host = host;
        this.listens = listens;
    }

    void check(@Observes StartupEvent event) throws UnknownHostException {
        if (listens && !config.on() && !InetAddress.getByName(host).isLoopbackAddress()) {
            throw new IllegalStateException("security is off, and QUARKUS_HTTP_HOST=" + host
                    + " would let the whole network in: set SAM3_SECURITY_MODE=on and create a key with"
                    + " 'sam3 key create', or listen on 127.0.0.1");
        }
    }
}
