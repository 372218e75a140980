package io.magma.multimodal;

import java.util.OptionalLong;

/**
 * One position of a row of a batch.
 *
 * @param kind what the decoder reads there
 * @param token id of the token, -1 if it is none
 * @param label id of the token that is to be predicted from here; empty if there is no loss
 */
public record LayoutPosition(Kind kind, long token, OptionalLong label) {
    /** A position that fills up a row. */
    static final LayoutPosition PADDING = new LayoutPosition(Kind.PADDING, -1, OptionalLong.empty());

    /** What the decoder reads. */
    public enum Kind {
        /** The embedding of a token. */
        TOKEN,
        /** One embedding of a picture's prefix. */
        IMAGE,
        /** Nothing that counts. */
        PADDING
    }
}
