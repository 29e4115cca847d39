package dev.sam3flow.client.download;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Names to addresses. */
@FunctionalInterface
public interface Resolver {
    /** The platform's. */
    Resolver SYSTEM = host -> List.of(InetAddress.getAllByName(host));

    /** @return at least one address */
    List<InetAddress> resolve(String host) throws UnknownHostException;
}
