package io.magma.config;

/** Which output of a vision transformer is the image's representation. */
public enum Features {
    /** Hidden states of one layer without the class token, one position a patch. */
    PATCHES,
    /** The projected image embedding, one vector an image. */
    POOLED
}
