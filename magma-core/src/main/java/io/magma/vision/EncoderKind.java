package io.magma.vision;

/** The architectures of image encoders. */
public enum EncoderKind {
    /** CLIP's vision transformer; its file has one position for each patch of the resolution it was trained at. */
    CLIP_VIT,
    /** CLIP's ResNet. */
    CLIP_RESNET,
    /** A normaliser-free ResNet. */
    NF_RESNET
}
