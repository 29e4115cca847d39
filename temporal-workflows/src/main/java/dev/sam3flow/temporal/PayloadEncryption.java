package dev.sam3flow.temporal;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverterException;
import io.temporal.payload.codec.PayloadCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts what travels through a workflow server, with AES in Galois/Counter mode and a fresh nonce for each payload.
 *
 * <p>A payload names the key that it was encrypted with, so that keys can be rotated: add the new one, make it the current one
 * everywhere, and drop the old one when no history has it any more. Payloads that are not encrypted are read as they are, so
 * that encryption can be switched on while jobs run.
 */
public final class PayloadEncryption implements PayloadCodec {
    private static final String ENCODING = "encoding";
    private static final ByteString ENCRYPTED = ByteString.copyFromUtf8("binary/sam3flow-aes-gcm");
    private static final String KEY_ID = "sam3flow-key-id";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Map<String, SecretKey> keys;
    private final String current;
    private final SecureRandom random = new SecureRandom();

    private PayloadEncryption(Map<String, SecretKey> keys, String current) {
        this.keys = Map.copyOf(keys);
        this.current = current;
    }

    /**
     * @param keys 16, 24 or 32 bytes each, by id
     * @param current id of the key that new payloads are encrypted with
     */
    public static PayloadEncryption of(Map<String, byte[]> keys, String current) {
        if (!keys.containsKey(current)) {
            throw new IllegalArgumentException("key '" + current + "' is not among " + keys.keySet());
        }
        Map<String, SecretKey> secrets = new HashMap<>();
        keys.forEach((id, bytes) -> {
            if (bytes.length != 16 && bytes.length != 24 && bytes.length != 32) {
                throw new IllegalArgumentException(
                        "key '" + id + "' has " + bytes.length + " bytes: AES takes 16, 24 or 32");
            }
            secrets.put(id, new SecretKeySpec(bytes, "AES"));
        });
        return new PayloadEncryption(secrets, current);
    }

    @Override
    public List<Payload> encode(List<Payload> payloads) {
        return payloads.stream().map(this::encrypted).toList();
    }

    @Override
    public List<Payload> decode(List<Payload> payloads) {
        return payloads.stream().map(this::decrypted).toList();
    }

    private Payload encrypted(Payload payload) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = run(Cipher.ENCRYPT_MODE, current, nonce, payload.toByteArray());
        return Payload.newBuilder()
                .putMetadata(ENCODING, ENCRYPTED)
                .putMetadata(KEY_ID, ByteString.copyFromUtf8(current))
                .setData(ByteString.copyFrom(nonce).concat(ByteString.copyFrom(sealed)))
                .build();
    }

    private Payload decrypted(Payload payload) {
        if (!ENCRYPTED.equals(payload.getMetadataMap().get(ENCODING))) {
            return payload;
        }
        String id = payload.getMetadataOrDefault(KEY_ID, ByteString.EMPTY).toStringUtf8();
        ByteBuffer data = payload.getData().asReadOnlyByteBuffer();
        if (data.remaining() < NONCE_BYTES + TAG_BITS / Byte.SIZE) {
            throw new DataConverterException("an encrypted payload of " + data.remaining() + " bytes is cut off");
        }
        byte[] nonce = new byte[NONCE_BYTES];
        data.get(nonce);
        byte[] sealed = new byte[data.remaining()];
        data.get(sealed);
        try {
            return Payload.parseFrom(run(Cipher.DECRYPT_MODE, id, nonce, sealed));
        } catch (InvalidProtocolBufferException e) {
            throw new DataConverterException("an encrypted payload holds none", e);
        }
    }

    private byte[] run(int mode, String id, byte[] nonce, byte[] bytes) {
        SecretKey key = keys.get(id);
        if (key == null) {
            throw new DataConverterException("a payload is encrypted with key '" + id + "', which is not among "
                    + keys.keySet() + ": keep a key until no history needs it");
        }
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(id.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new DataConverterException(
                    "a payload could not be "
                            + (mode == Cipher.ENCRYPT_MODE
                                    ? "encrypted"
                                    : "decrypted with key '" + id + "': it was altered"),
                    e);
        }
    }
}
