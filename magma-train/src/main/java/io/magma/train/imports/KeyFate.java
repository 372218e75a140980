package io.magma.train.imports;

/** What became of a tensor of an imported file. */
public enum KeyFate {
    /** Written into a frozen part. */
    FROZEN,
    /** Written among the trained tensors. */
    TRAINED,
    /** Written into the image encoder, and among the trained tensors where the encoder is trained. */
    ENCODER,
    /** A second name of another tensor; compared with it, equal, dropped. */
    ALIAS,
    /** A table or counter that is computed anew, dropped. */
    BUFFER,
    /** Belongs to a part that is not used here, dropped. */
    UNUSED
}
