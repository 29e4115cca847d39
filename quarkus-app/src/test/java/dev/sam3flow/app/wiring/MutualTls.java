package dev.sam3flow.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** TLS before a server that speaks none: it shows a certificate, wants a certain one, and passes the bytes on. */
public final class MutualTls implements AutoCloseable {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final SSLServerSocket socket;
    private final int behind;
    private final Path folder;

    private MutualTls(SSLServerSocket socket, int behind, Path folder) {
        this.socket = socket;
        this.behind = behind;
        this.folder = folder;
    }

    static MutualTls before(int port, Path folder) throws Exception {
        KeyStore server = made(folder, "server");
        KeyStore client = made(folder, "client");
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(server, PASSWORD);
        KeyStore wanted = KeyStore.getInstance("PKCS12");
        wanted.load(null, null);
        wanted.setCertificateEntry("client", client.getCertificate("client"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(wanted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        SSLServerSocket socket = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        socket.setNeedClientAuth(true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        parameters.setNeedClientAuth(true);
        socket.setSSLParameters(parameters);
        MutualTls wall = new MutualTls(socket, port, folder);
        wall.start(wall::accept);
        return wall;
    }

    /** A key with a certificate of its own, as a key store and as PEM files. */
    public static KeyStore made(Path folder, String name) throws Exception {
        Path file = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-validity",
                        "2",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "SAN=ip:127.0.0.1,dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD)))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        pem(
                folder.resolve(name + ".pem"),
                "CERTIFICATE",
                store.getCertificate(name).getEncoded());
        pem(
                folder.resolve(name + "-key.pem"),
                "PRIVATE KEY",
                store.getKey(name, PASSWORD).getEncoded());
        return store;
    }

    private static void pem(Path file, String what, byte[] bytes) throws IOException {
        Files.writeString(
                file,
                "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + what
                        + "-----\n");
    }

    String target() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    Path serverCertificate() {
        return folder.resolve("server.pem");
    }

    Path clientCertificate() {
        return folder.resolve("client.pem");
    }

    Path clientKey() {
        return folder.resolve("client-key.pem");
    }

    /** Work that ends with its sockets. */
    private interface Passing {
        void on() throws IOException;
    }

    private void start(Passing work) {
        Thread thread = new Thread(() -> {
            try {
                work.on();
            } catch (IOException closed) {
                // one of the two has hung up
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (true) {
            SSLSocket outer = (SSLSocket) socket.accept();
            start(() -> {
                outer.startHandshake();
                Socket inner = new Socket(InetAddress.getLoopbackAddress(), behind);
                start(() -> pass(inner, outer));
                pass(outer, inner);
            });
        }
    }

    private static void pass(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
