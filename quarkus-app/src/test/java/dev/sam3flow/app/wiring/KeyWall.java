package dev.sam3flow.app.wiring;

import io.grpc.CallOptions;
import io.grpc.HandlerRegistry;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Speaks TLS before a server that does not, and answers calls that carry a certain API key only. */
public final class KeyWall extends HandlerRegistry implements ServerInterceptor, AutoCloseable {
    private static final Metadata.Key<String> AUTHORIZATION = header("authorization");
    private static final Metadata.Key<String> NAMESPACE = header("temporal-namespace");

    private final String key;
    private final ManagedChannel behind;
    private final Server server;
    private final Set<String> namespaces = ConcurrentHashMap.newKeySet();

    public KeyWall(String key, int port, Path certificate, Path certificateKey) throws IOException {
        this.key = key;
        this.behind =
                NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
        this.server = NettyServerBuilder.forPort(0)
                .useTransportSecurity(certificate.toFile(), certificateKey.toFile())
                .intercept(this)
                .fallbackHandlerRegistry(this)
                .build()
                .start();
    }

    private static Metadata.Key<String> header(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    public String target() {
        return "127.0.0.1:" + server.getPort();
    }

    /** Those that calls named. */
    Set<String> namespaces() {
        return namespaces;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        String namespace = headers.get(NAMESPACE);
        if (namespace != null) {
            namespaces.add(namespace);
        }
        if (!("Bearer " + key).equals(headers.get(AUTHORIZATION))) {
            call.close(Status.UNAUTHENTICATED.withDescription("no key, or a wrong one"), new Metadata());
            return new ServerCall.Listener<>() {};
        }
        return next.startCall(call, headers);
    }

    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(String name, @Nullable String authority) {
        MethodDescriptor<byte[], byte[]> method = MethodDescriptor.newBuilder(new Bytes(), new Bytes())
                .setType(MethodType.UNARY)
                .setFullMethodName(name)
                .build();
        return ServerMethodDefinition.create(
                method,
                ServerCalls.asyncUnaryCall((request, answer) ->
                        ClientCalls.asyncUnaryCall(behind.newCall(method, CallOptions.DEFAULT), request, answer)));
    }

    /** Messages are passed on as they are. */
    private static final class Bytes implements Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] message) {
            return new ByteArrayInputStream(message);
        }

        @Override
        public byte[] parse(InputStream in) {
            try {
                return in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
        behind.shutdownNow();
    }
}
