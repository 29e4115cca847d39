package dev.sam3flow.core.error;

import org.jspecify.annotations.Nullable;

/** A reservation that would exceed a budget; nothing was reserved. */
public final class OverBudgetException extends Sam3Exception {
    private static final long serialVersionUID = 1L;

    public OverBudgetException(String message) {
        this(message, null);
    }

    public OverBudgetException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public String code() {
        return "over-budget";
    }
}
