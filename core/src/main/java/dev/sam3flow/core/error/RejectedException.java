package dev.sam3flow.core.error;

/** The provider, or the client on its behalf, will not do this: bad input, bad key, no balance. Nothing was created. */
public final class RejectedException extends Sam3Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param status the HTTP status or the envelope's code, whichever refused; 0 where nothing was sent */
    public RejectedException(String message, int status) {
        super(message, null);
        this.status = status;
    }

    public int status() {
        return status;
    }

    @Override
    public String code() {
        return "rejected";
    }
}
