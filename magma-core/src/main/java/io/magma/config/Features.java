package io.magma.config;

/** Which output of an image encoder is the image's representation. */
public enum Features {
    /** Hidden states of one layer of a vision transformer without the class token, one position a patch; the grid of a ResNet. */
    PATCHES,
    /** One vector an image: a vision transformer's projected embedding, the mean over an NF-ResNet's grid. */
    POOLED
}
