package dev.sam3flow.app.store;

/** The database or the folder did not do what was asked; asking again may help. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
