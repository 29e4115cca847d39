package dev.sam3flow.client.download;

import dev.sam3flow.client.RawServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * Hosts {@code h0.example} to {@code h9.example} with public addresses, behind a proxy that answers in their place: so that
 * whatever is reached is reached for being public, and this machine stays forbidden.
 */
final class PublicInternet implements AutoCloseable {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> connections = new CopyOnWriteArrayList<>();
    private final Map<String, String> redirects = new ConcurrentHashMap<>();
    private final SSLContext tls;

    /** @param folder where a certificate of these hosts is made */
    PublicInternet(Path folder) throws IOException, GeneralSecurityException, InterruptedException {
        tls = context(certificate(folder));
        threads.execute(this::accept);
    }

    private static KeyStore certificate(Path folder)
            throws IOException, GeneralSecurityException, InterruptedException {
        Path store = folder.resolve("hosts.p12");
        StringBuilder names = new StringBuilder("san=dns:h0.example");
        for (int i = 1; i < 10; i++) {
            names.append(",dns:h").append(i).append(".example");
        }
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made = new ProcessBuilder(List.of(
                        keytool,
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "hosts",
                        "-dname",
                        "CN=h0.example",
                        "-ext",
                        names.toString(),
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD)))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (made.waitFor() != 0) {
            throw new IOException("keytool made no certificate");
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    private static SSLContext context(KeyStore keys) throws GeneralSecurityException {
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    InetSocketAddress proxy() {
        return InetSocketAddress.createUnresolved("127.0.0.1", listener.getLocalPort());
    }

    SSLSocketFactory tls() {
        return tls.getSocketFactory();
    }

    /** {@code h3.example} has 93.184.215.3; {@code inside.example} lies on this machine. */
    static List<InetAddress> resolve(String host) throws UnknownHostException {
        if (host.equals("inside.example")) {
            return List.of(InetAddress.getByName("127.0.0.1"));
        }
        return host.matches("h[0-9][.]example")
                ? List.of(InetAddress.getByName("93.184.215." + host.charAt(1)))
                : List.of(InetAddress.getAllByName(host));
    }

    /** @param url answered by a redirect; every other URL of a host, by a file */
    void redirect(String url, String to) {
        redirects.put(url, to);
    }

    /** Addresses and ports that were asked for, in order. */
    List<String> connections() {
        return List.copyOf(connections);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                threads.execute(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            String asked = RawServer.head(socket.getInputStream());
            String address = asked.split(" ")[1];
            connections.add(address);
            socket.getOutputStream().write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            if (address.endsWith(":443")) {
                SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(socket, null, 443, true);
                secured.setUseClientMode(false);
                answer(secured, "https");
            } else {
                answer(socket, "http");
            }
        } catch (IOException gone) {
            connections.add("broke off: " + gone.getMessage());
        }
    }

    private void answer(Socket socket, String scheme) throws IOException {
        String head = RawServer.head(socket.getInputStream());
        String url = scheme + "://" + head.replaceAll("(?s).*\r\nHost: ([^\r]*)\r\n.*", "$1") + head.split(" ")[1];
        String to = redirects.get(url);
        String answer = to == null
                ? "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nVIDEO"
                : "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + to + "\r\n\r\n";
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        socket.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
