package io.magma.train.imports;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** timm's NF-ResNets. */
public enum NfResNetPreset {
    /** Two bottlenecks a stage. */
    NF_RESNET26(224, 2, 2, 2, 2),
    /** The one with published weights. */
    NF_RESNET50(256, 3, 4, 6, 3),
    /** 23 bottlenecks in the third stage. */
    NF_RESNET101(224, 3, 4, 23, 3);

    private static final int WIDTH = 64;

    private final int resolution;

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<Integer> layers;

    NfResNetPreset(int resolution, Integer... layers) {
        this.resolution = resolution;
        this.layers = List.of(layers);
    }

    static Optional<NfResNetPreset> of(List<Integer> layers, int width) {
        return Arrays.stream(values())
                .filter(preset -> width == WIDTH && preset.layers.equals(layers))
                .findFirst();
    }

    /** timm's name. */
    String presetName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Side of the input in pixels. */
    int resolution() {
        return resolution;
    }

    @Override
    public String toString() {
        return presetName();
    }
}
