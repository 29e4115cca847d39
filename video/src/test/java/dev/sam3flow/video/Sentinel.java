package dev.sam3flow.video;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;

/** Two ports of this machine that nobody has any business calling: one for connections, one for datagrams. */
final class Sentinel implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 100;

    private final ServerSocket connections;
    private final DatagramSocket datagrams;

    Sentinel() throws IOException {
        connections = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        connections.setSoTimeout(PATIENCE_MILLIS);
        datagrams = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        datagrams.setSoTimeout(PATIENCE_MILLIS);
    }

    /** {@code 127.0.0.1:port} */
    String forConnections() {
        return "127.0.0.1:" + connections.getLocalPort();
    }

    /** {@code 127.0.0.1:port} */
    String forDatagrams() {
        return "127.0.0.1:" + datagrams.getLocalPort();
    }

    /** Whether somebody has connected who was not yet told of. */
    boolean wasConnected() throws IOException {
        try {
            connections.accept().close();
            return true;
        } catch (SocketTimeoutException nobody) {
            return false;
        }
    }

    /** Whether a datagram has come that was not yet told of. */
    boolean wasSent() throws IOException {
        try {
            datagrams.receive(new DatagramPacket(new byte[2048], 2048));
            return true;
        } catch (SocketTimeoutException nothing) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        datagrams.close();
        connections.close();
    }
}
