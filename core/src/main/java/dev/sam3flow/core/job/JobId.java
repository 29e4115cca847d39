package dev.sam3flow.core.job;

import dev.sam3flow.core.error.InvalidInputException;

/**
 * Names a job: a tenant and the tenant's own request key. The same pair is the same job, however often it is ordered.
 *
 * @param tenant 1 to 64 characters of {@code [A-Za-z0-9._-]}
 * @param requestKey 1 to 128 characters of {@code [A-Za-z0-9._-]}
 */
public record JobId(String tenant, String requestKey) {
    public static final String DEFAULT_TENANT = "default";

    public JobId {
        check("tenant", tenant, 64);
        check("request key", requestKey, 128);
    }

    /** Reads {@code tenant/requestKey}, or a request key alone for the default tenant. */
    public static JobId parse(String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? new JobId(DEFAULT_TENANT, text)
                : new JobId(text.substring(0, slash), text.substring(slash + 1));
    }

    private static void check(String what, String value, int most) {
        if (!value.matches("[A-Za-z0-9._-]{1," + most + "}")) {
            throw new InvalidInputException(
                    what + " '" + value + "': use 1 to " + most + " letters, digits, '.', '_' or '-'");
        }
    }

    @Override
    public String toString() {
        return tenant + "/" + requestKey;
    }
}
