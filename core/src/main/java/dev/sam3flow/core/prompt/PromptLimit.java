package dev.sam3flow.core.prompt;

import dev.sam3flow.core.error.InvalidInputException;
import java.util.Optional;

/**
 * How long the text of a prompt may be. The model names no limit; a sibling of it refuses more than 32 characters, at no
 * charge, so that a longer text is only warned of unless the operator knows better.
 *
 * @param characters most characters of the joined texts; at least 1
 * @param excess what becomes of a longer one
 */
public record PromptLimit(int characters, Excess excess) {
    /** Warns of more than 32 characters. */
    public static final PromptLimit USUAL = new PromptLimit(32, Excess.WARN);

    /** What becomes of a prompt that is too long. */
    public enum Excess {
        /** it is sent, and said */
        WARN,
        /** it is an error before anything is sent */
        REFUSE
    }

    public PromptLimit {
        if (characters < 1) {
            throw new InvalidInputException(
                    "prompt limit of " + characters + " characters: give at least 1; 32 is usual");
        }
    }

    /** What to tell whoever gave the prompts; empty where they are short enough. */
    public Optional<String> warning(Prompts prompts) {
        int length = prompts.joinedText().length();
        return length <= characters
                ? Optional.empty()
                : Optional.of("prompt \"" + prompts.joinedText() + "\" has " + length + " characters: the provider may"
                        + " refuse more than " + characters + "; a short noun phrase such as \"person\" does best");
    }

    /** @throws InvalidInputException if the text is too long and that is no mere warning */
    public void check(Prompts prompts) {
        if (excess == Excess.REFUSE) {
            warning(prompts).ifPresent(message -> {
                throw new InvalidInputException(message);
            });
        }
    }
}
