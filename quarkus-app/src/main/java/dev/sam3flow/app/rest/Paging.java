package dev.sam3flow.app.rest;

import dev.sam3flow.app.store.JobPages.DatedJob;
import dev.sam3flow.app.store.JobPages.Place;
import dev.sam3flow.core.error.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;

/** Sizes of pages, and where a page of jobs ended. */
final class Paging {
    static final int MOST = 500;

    private Paging() {}

    static int checked(int limit) {
        if (limit < 1 || limit > MOST) {
            throw new InvalidInputException("limit=" + limit + ": give a number from 1 to " + MOST);
        }
        return limit;
    }

    static String text(DatedJob last) {
        String place = last.createdAt() + " " + last.job().request().id().requestKey();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.UTF_8));
    }

    static Place place(String text) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(" ", 2);
            return new Place(Instant.parse(parts[0]), parts[1]);
        } catch (IllegalArgumentException | DateTimeParseException | ArrayIndexOutOfBoundsException e) {
            throw new InvalidInputException("after='" + text + "': give 'next' of the page before, unchanged");
        }
    }
}
