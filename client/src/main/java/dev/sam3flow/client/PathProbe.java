package dev.sam3flow.client;

/**
 * What one documented path variant of the API answered to a request that can create nothing and cost nothing.
 *
 * @param call the call's name, such as {@code "result, old form"}
 * @param path method and path below the base, such as {@code "GET /predictions/{id}"}
 * @param answers true where the path is there; false where the API does not know it, or gave no answer
 * @param said what came back, without anything secret
 */
public record PathProbe(String call, String path, boolean answers, String said) {}
