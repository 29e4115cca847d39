package dev.sam3flow.client;

import dev.sam3flow.core.error.InvalidInputException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The calls of the API but the submit, whose path is the model, each with its documented path below the base. */
public enum ApiPath {
    RESULT("/predictions/{id}/result"),
    RESULT_OLDER("/predictions/{id}"),
    LIST("/predictions"),
    DELETE("/predictions/delete"),
    DELETE_OLDER("/predictions/{id}"),
    BALANCE("/balance"),
    QUOTE("/model/price"),
    QUOTE_OLDER("/model/pricing"),
    BILLING("/billings/search"),
    MODELS("/models"),
    WEBHOOK_SECRET("/webhook/secret"),
    UPLOAD("/media/uploads"),
    UPLOAD_OLDER("/media/upload/binary");

    /** Where a path has the prediction's id. */
    static final String ID = "{id}";

    private final String documented;

    ApiPath(String documented) {
        this.documented = documented;
    }

    /** The documented path; {@code {id}} stands for the prediction's id. */
    public String documented() {
        return documented;
    }

    /** Its name among settings, such as {@code "result-older"}. */
    public String option() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Paths in place of the documented ones.
     *
     * @param byOption paths by the name of their call
     * @throws InvalidInputException if there is no such call, or no such path
     */
    public static Map<ApiPath, String> ofOptions(Map<String, String> byOption) {
        Map<ApiPath, String> paths = new EnumMap<>(ApiPath.class);
        byOption.forEach((option, path) -> {
            ApiPath call = ofOption(option);
            paths.put(call, call.checked(path));
        });
        return paths;
    }

    /** Environment variables have no hyphens. */
    private static ApiPath ofOption(String option) {
        String hyphens = option.replace('_', '-').replace('.', '-');
        return Arrays.stream(values())
                .filter(call -> call.option().equals(hyphens))
                .findFirst()
                .orElseThrow(
                        () -> new InvalidInputException("path of '" + option + "': there is no such call; there are "
                                + Arrays.stream(values()).map(ApiPath::option).collect(Collectors.joining(", "))));
    }

    /** @throws InvalidInputException if it is no path below the base, or lacks the id that the documented one has */
    String checked(String path) {
        boolean fits = path.replace(ID, "id").matches("(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+")
                && path.contains(ID) == documented.contains(ID);
        if (!fits) {
            throw new InvalidInputException(
                    "path of '" + option() + "', '" + path + "': give one below the base URL such as " + documented
                            + (documented.contains(ID) ? ", with {id} for the prediction's id" : ""));
        }
        return path;
    }
}
