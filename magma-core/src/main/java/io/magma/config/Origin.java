package io.magma.config;

/**
 * Where a value was written.
 *
 * @param source name of the file, or {@code --set} and the override's key
 * @param line line in the file, from 1; 0 for an override
 */
record Origin(String source, int line) {
    private static final String OPTION = "--set ";

    static Origin override(String key) {
        return new Origin(OPTION + key, 0);
    }

    boolean isOverride() {
        return line == 0;
    }

    /** The place before a key and what is wrong with it; an override's own key is not said twice. */
    String before(String path) {
        if (!isOverride()) {
            return source + ":" + line + ": " + (path.isEmpty() ? "" : path + ": ");
        }
        return source.equals(OPTION + path) || path.isEmpty() ? source + ": " : source + ": " + path + ": ";
    }
}
