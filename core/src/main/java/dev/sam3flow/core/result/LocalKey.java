package dev.sam3flow.core.result;

/**
 * Names an object within one chunk.
 *
 * @param label what it was asked for as
 * @param name the file's own id, or the number the object got while it was followed
 * @param named true where {@code name} is the file's own
 */
record LocalKey(String label, String name, boolean named) {
    static LocalKey named(String label, String objectId) {
        return new LocalKey(label, objectId, true);
    }

    static LocalKey followed(String label, int number) {
        return new LocalKey(label, Integer.toString(number), false);
    }
}
