package dev.sam3flow.app.account;

import dev.sam3flow.client.ApiKey;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.UnavailableException;
import dev.sam3flow.core.prediction.AccountRef;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where an account's key is found: {@code env:NAME}, a variable of this process's environment, or {@code file:/path}, a mounted
 * secret. Read anew at each use, so that a secret which is mounted again in another version counts at once.
 */
final class KeyReference {
    private static final String ENV = "env:";
    private static final String FILE = "file:";
    private static final int MOST_BYTES = 8192;

    private final AccountRef account;

    private KeyReference(AccountRef account) {
        this.account = account;
    }

    /**
     * @param whose names the setting in messages; the text itself is not shown, as it may be a key by mistake
     * @throws InvalidInputException if it is no reference
     */
    static KeyReference of(String whose, String text) {
        String value = text.strip();
        boolean known = value.matches(ENV + "[A-Za-z_][A-Za-z0-9_]*") || value.matches(FILE + "/[^\\p{Cntrl}]+");
        if (!known) {
            throw new InvalidInputException(
                    whose + " is neither env:NAME, a variable of the environment, nor file:/path,"
                            + " the absolute path of a secret's file: give where the key is found, never the key");
        }
        return new KeyReference(new AccountRef(value));
    }

    AccountRef account() {
        return account;
    }

    /**
     * @param whose begins messages, such as {@code "the provider key of tenant acme"}
     * @throws UnavailableException if there is no key there, naming the reference
     */
    ApiKey resolve(String whose, UnaryOperator<@Nullable String> environment) {
        String place = account.value();
        String text = place.startsWith(ENV)
                ? variable(whose, place.substring(ENV.length()), environment)
                : content(whose, Path.of(place.substring(FILE.length())));
        try {
            return ApiKey.of(text);
        } catch (InvalidInputException noKey) {
            throw missing(whose, "what is there is no key: " + noKey.getMessage(), null);
        }
    }

    private String variable(String whose, String name, UnaryOperator<@Nullable String> environment) {
        String value = environment.apply(name);
        if (value == null || value.isBlank()) {
            throw missing(whose, "the variable is not set", null);
        }
        return value;
    }

    private String content(String whose, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw missing(whose, "the file has more than " + MOST_BYTES + " bytes", null);
            }
            String text = new String(bytes, StandardCharsets.UTF_8);
            if (text.isBlank()) {
                throw missing(whose, "the file is empty", null);
            }
            return text;
        } catch (NoSuchFileException e) {
            throw missing(whose, "there is no such file", e);
        } catch (IOException e) {
            throw missing(whose, "the file cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    private UnavailableException missing(String whose, String why, @Nullable Exception cause) {
        return new UnavailableException(
                whose + " cannot be had from " + account.value() + ": " + why + "; nothing was sent", cause);
    }
}
