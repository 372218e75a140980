package io.magma.config;

/**
 * One thing wrong with a value.
 *
 * @param key dotted path of the key, relative to whoever found it; empty for the whole
 * @param reason what is wrong, to be read after the key and a colon
 * @param joint whether it arises from several values together
 */
record Problem(String key, String reason, boolean joint) {
    /** The same problem seen from the section that holds {@code parent}. */
    Problem under(String parent) {
        String path = parent.isEmpty() ? key : key.isEmpty() ? parent : parent + "." + key;
        return new Problem(path, reason, joint);
    }

    @Override
    public String toString() {
        return key.isEmpty() ? reason : key + ": " + reason;
    }
}
