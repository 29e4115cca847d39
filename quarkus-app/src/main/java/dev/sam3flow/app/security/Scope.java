package dev.sam3flow.app.security;

import dev.sam3flow.core.error.InvalidInputException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a caller may do within its tenant. */
public enum Scope {
    /** look at jobs, results, money */
    READ,
    /** order, pause and cancel jobs */
    SUBMIT,
    /** decide where a job waits for a person: approve a quote, resolve a submit, retry a chunk */
    APPROVE,
    /** see the audit */
    ADMIN;

    /** Role names, for annotations. */
    public static final String READ_ROLE = "read";

    public static final String SUBMIT_ROLE = "submit";
    public static final String APPROVE_ROLE = "approve";
    public static final String ADMIN_ROLE = "admin";

    /** The name in keys, tokens and role checks. */
    public String role() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws InvalidInputException if there is no such scope */
    public static Scope of(String role) {
        return Arrays.stream(values())
                .filter(scope -> scope.role().equals(role.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        "scope '" + role + "' is not known: give one or more of read, submit, approve, admin"));
    }

    /** Comma-separated, in a fixed order. */
    public static String text(Set<Scope> scopes) {
        return new TreeSet<>(scopes).stream().map(Scope::role).collect(Collectors.joining(","));
    }

    /** Reads what {@link #text} writes. */
    public static Set<Scope> parse(String text) {
        EnumSet<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String role : text.split(",", -1)) {
            scopes.add(of(role));
        }
        return scopes;
    }
}
