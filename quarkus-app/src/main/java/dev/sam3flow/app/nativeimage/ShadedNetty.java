package dev.sam3flow.app.nativeimage;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.ByteBufAllocator;
import io.grpc.netty.shaded.io.netty.handler.ssl.JdkApplicationProtocolNegotiator;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import javax.crypto.NoSuchPaddingException;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** gRPC's copy of netty refers to Bouncy Castle and to Jetty's ALPN, which nobody ships: those ways are closed. */
final class ShadedNetty {
    private static final String SSL = "io.grpc.netty.shaded.io.netty.handler.ssl.";

    private ShadedNetty() {}

    @TargetClass(className = SSL + "PemReader")
    static final class PemReader {
        @Alias
        static native ByteBuf readPrivateKey(File file) throws KeyException;

        @Alias
        static native ByteBuf readPrivateKey(InputStream in) throws KeyException;
    }

    @TargetClass(className = SSL + "SslContext")
    static final class SslContext {
        @Alias
        private static native PrivateKey getPrivateKeyFromByteBuffer(ByteBuf key, @Nullable String password)
                throws NoSuchAlgorithmException, NoSuchPaddingException, InvalidKeySpecException,
                        InvalidAlgorithmParameterException, KeyException, IOException;

        @Substitute
        static @Nullable PrivateKey toPrivateKey(@Nullable File file, @Nullable String password, boolean bouncyCastle)
                throws NoSuchAlgorithmException, NoSuchPaddingException, InvalidKeySpecException,
                        InvalidAlgorithmParameterException, KeyException, IOException {
            return file == null ? null : getPrivateKeyFromByteBuffer(PemReader.readPrivateKey(file), password);
        }

        @Substitute
        protected static @Nullable PrivateKey toPrivateKey(@Nullable InputStream in, @Nullable String password)
                throws NoSuchAlgorithmException, NoSuchPaddingException, InvalidKeySpecException,
                        InvalidAlgorithmParameterException, KeyException, IOException {
            return in == null ? null : getPrivateKeyFromByteBuffer(PemReader.readPrivateKey(in), password);
        }
    }

    @TargetClass(className = SSL + "JdkAlpnSslEngine")
    static final class JdkAlpnSslEngine {
        @Alias
        JdkAlpnSslEngine(SSLEngine engine, JdkApplicationProtocolNegotiator negotiator, boolean server) {}
    }

    @TargetClass(className = SSL + "JdkAlpnApplicationProtocolNegotiator", innerClass = "AlpnWrapper")
    static final class AlpnWrapper {
        @Substitute
        public SSLEngine wrapSslEngine(
                SSLEngine engine,
                ByteBufAllocator allocator,
                JdkApplicationProtocolNegotiator negotiator,
                boolean server) {
            return (SSLEngine) (Object) new JdkAlpnSslEngine(engine, negotiator, server);
        }
    }
}
