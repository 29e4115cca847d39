package dev.sam3flow.client.internal;

import java.util.regex.Pattern;

/** Words of the other side, made fit for messages and logs: short, on one line, without URLs and long tokens. */
public final class Words {
    private static final int MOST = 240;
    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://[^\\s\"'<>]*");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_+/=-]{24,}");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\s]+");

    private Words() {}

    public static String safe(String text) {
        String head = text.length() > 4 * MOST ? text.substring(0, 4 * MOST) : text;
        String plain = CONTROL.matcher(head).replaceAll(" ");
        String hidden = TOKEN.matcher(URL.matcher(plain).replaceAll("<url>"))
                .replaceAll("<token>")
                .strip();
        return hidden.length() > MOST ? hidden.substring(0, MOST) + "…" : hidden;
    }
}
