package io.magma.train.data;

/** Pictures whose features are at hand, so that nobody needs their pixels. Safe for use by several threads. */
public interface KnownImages {

    /**
     * Whether the features of a picture are at hand; once they are, they stay.
     *
     * @param key SHA-256 of its encoded bytes, 64 hexadecimal digits
     */
    boolean contains(String key);
}
