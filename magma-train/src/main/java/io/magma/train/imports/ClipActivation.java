package io.magma.train.imports;

import java.util.Locale;

/** Activation of a CLIP vision transformer. */
public enum ClipActivation {
    /** {@code x · sigmoid(1.702 x)}: OpenAI's. */
    QUICK_GELU,
    /** The exact one: most of OpenCLIP's. */
    GELU;

    /** Its name in a Hugging Face {@code config.json}. */
    String configName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
