package dev.sam3flow.temporal;

import java.util.function.UnaryOperator;

/**
 * How many jobs are worked on at once.
 *
 * @param accountOf the account that pays for a tenant's predictions
 * @param most jobs of an account that are worked on at once, at least 1; those that wait for a person do not count
 */
public record Admission(UnaryOperator<String> accountOf, int most) {
    /** Every job is begun when it is ordered. */
    public static final Admission AT_ONCE = new Admission(tenant -> "", Integer.MAX_VALUE);

    public Admission {
        if (most < 1) {
            throw new IllegalArgumentException("jobs at once: " + most + "; give 1 or more");
        }
    }
}
