package dev.sam3flow.core.error;

/** RLE text that is not a mask of the given size; {@link #offset()} is where in the text or file, counted from 0. */
public final class MalformedRleException extends Sam3Exception {
    private static final long serialVersionUID = 1L;

    private final long offset;
    private final String reason;

    public MalformedRleException(long offset, String reason) {
        super("RLE at offset " + offset + ": " + reason, null);
        this.offset = offset;
        this.reason = reason;
    }

    public long offset() {
        return offset;
    }

    /** What is wrong there, without the offset. */
    public String reason() {
        return reason;
    }

    @Override
    public String code() {
        return "malformed-rle";
    }
}
