package dev.sam3flow.core.rle;

/** The grammar of RFC 8259 and nothing else, for documents one after the other: shares no code with the reader. */
final class JsonGrammar {
    private static final String SPACE = " \t\n\r";

    private final String text;
    private final StringBuilder respelled = new StringBuilder();
    private int at;

    JsonGrammar(String text) {
        // a byte order mark may be ignored, says section 8.1
        this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** Whether the whole text is JSON values with white space between them, where they need some. */
    boolean isDocuments() {
        space();
        while (at < text.length()) {
            if (!value(0)) {
                return false;
            }
            respelled.append('\n');
            space();
        }
        return true;
    }

    /** The same values with other white space, and each character of a string escaped by its number. */
    String respelled() {
        return respelled.toString();
    }

    private boolean value(int depth) {
        if (at >= text.length() || depth > 100) {
            return false;
        }
        return switch (text.charAt(at)) {
            case '{' -> items('{', '}', depth);
            case '[' -> items('[', ']', depth);
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        };
    }

    private boolean items(char open, char close, int depth) {
        take();
        respelled.append(' ');
        space();
        if (peek(close)) {
            return take();
        }
        while (true) {
            if (open == '{' && !(peek('"') && string() && colon())) {
                return false;
            }
            if (!value(depth + 1)) {
                return false;
            }
            space();
            if (peek(close)) {
                return take();
            }
            if (!peek(',')) {
                return false;
            }
            take();
            respelled.append("\r\n\t");
            space();
        }
    }

    private boolean colon() {
        space();
        if (!peek(':')) {
            return false;
        }
        take();
        respelled.append("  ");
        space();
        return true;
    }

    private boolean string() {
        take();
        while (at < text.length() && text.charAt(at) != '"') {
            char character = text.charAt(at++);
            if (character < ' ') {
                return false;
            }
            if (character == '\\') {
                int escaped = escape();
                if (escaped < 0) {
                    return false;
                }
                character = (char) escaped;
            }
            respelled.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) character));
        }
        return at < text.length() && take();
    }

    private int escape() {
        if (at >= text.length()) {
            return -1;
        }
        char kind = text.charAt(at++);
        int simple = "\"\\/bfnrt".indexOf(kind);
        if (simple >= 0) {
            return "\"\\/\b\f\n\r\t".charAt(simple);
        }
        if (kind != 'u' || at + 4 > text.length()) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(text.charAt(at++), 16);
            if (digit < 0) {
                return -1;
            }
            number = 16 * number + digit;
        }
        return number;
    }

    private boolean number() {
        int start = at;
        if (peek('-')) {
            at++;
        }
        if (peek('0')) {
            at++;
        } else if (!digits()) {
            return false;
        }
        if (peek('.')) {
            at++;
            if (!digits()) {
                return false;
            }
        }
        if (peek('e') || peek('E')) {
            at++;
            if (peek('+') || peek('-')) {
                at++;
            }
            if (!digits()) {
                return false;
            }
        }
        respelled.append(text, start, at);
        return true;
    }

    private boolean digits() {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at > start;
    }

    private boolean word(String word) {
        if (!text.startsWith(word, at)) {
            return false;
        }
        at += word.length();
        respelled.append(word);
        return true;
    }

    private void space() {
        while (at < text.length() && SPACE.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean peek(char character) {
        return at < text.length() && text.charAt(at) == character;
    }

    private boolean take() {
        respelled.append(text.charAt(at++));
        return true;
    }
}
