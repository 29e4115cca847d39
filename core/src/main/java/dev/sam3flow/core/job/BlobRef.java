package dev.sam3flow.core.job;

/**
 * A reference to bytes in a {@link dev.sam3flow.core.port.BlobStore}; what travels in place of large data.
 *
 * @param uri the store's own name for them
 * @param sha256 lower-case hex digest
 * @param bytes length
 * @param frames frames they describe, 0 where that means nothing
 */
public record BlobRef(String uri, String sha256, long bytes, int frames) {}
