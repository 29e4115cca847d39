package dev.sam3flow.core.error;

/** RLE text that is not a mask of the given size; {@link #offset()} is where in the text or file, counted from 0. */
public final class MalformedRleException extends Sam3Exception {
    private static final long serialVersionUID = 1L;

    private final long offset;

    public MalformedRleException(long offset, String reason) {
        super("RLE at offset " + offset + ": " + reason, null);
        this.offset = offset;
    }

    public long offset() {
        return offset;
    }

    @Override
    public String code() {
        return "malformed-rle";
    }
}
