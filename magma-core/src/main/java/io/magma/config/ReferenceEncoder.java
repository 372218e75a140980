package io.magma.config;

import java.util.Arrays;
import java.util.Optional;

/** The image encoders of the reference implementation. */
enum ReferenceEncoder {
    /** CLIP's vision transformer, pooled. */
    CLIP("clip-vit-base-patch32", true),
    /** CLIP's RN50x4, 81 tokens. */
    CLIP_RESNET("clip-rn50x4", false),
    /** CLIP's RN50x16, 144 tokens. */
    CLIP_RESNET_LARGE("clip-rn50x16", false),
    /** NF-ResNet-50, pooled. */
    NFRESNET50("nf-resnet50", true);

    private final String folder;
    private final boolean pooled;

    ReferenceEncoder(String folder, boolean pooled) {
        this.folder = folder;
        this.pooled = pooled;
    }

    /** The encoder of a name in the reference's files. */
    static Optional<ReferenceEncoder> named(String name) {
        return Arrays.stream(values())
                .filter(e -> Names.constant(e).equals(name))
                .findFirst();
    }

    /** Folder below {@code models} unless the user names another. */
    String folder() {
        return folder;
    }

    /** Whether it gives one vector, of which the prefix makes several tokens. */
    boolean pooled() {
        return pooled;
    }

    /** Whether it is one of CLIP's, which always have pretrained weights and their own resolution. */
    boolean clip() {
        return this != NFRESNET50;
    }

    /** Whether it has batch norms. */
    boolean batchNorms() {
        return this == CLIP_RESNET || this == CLIP_RESNET_LARGE;
    }
}
