package io.magma.config;

/**
 * What became of a key of a foreign configuration.
 *
 * @param key its name there
 * @param value its value as written, or the default of an absent key
 * @param outcome what became of it
 * @param detail the keys and values here, or the reason
 */
public record ImportedKey(String key, String value, Outcome outcome, String detail) {
    /** What can become of a key. */
    public enum Outcome {
        /** It means something here. */
        MAPPED,
        /** It means nothing here, for a reason. */
        IGNORED,
        /** The run cannot be repeated with it. */
        REFUSED
    }
}
