package io.magma.train.imports;

import io.magma.config.ConfigException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Shapes of CLIP's published image encoders.
 *
 * @see <a href="https://arxiv.org/abs/2103.00020">Radford et al. 2021, tables 19 and 20</a>
 */
sealed interface ClipPreset {
    /** OpenAI's, and ViT-H/14 of OpenCLIP, which is trained with the exact GELU. */
    List<ClipPreset> ALL = List.of(
            new ResNet("RN50", List.of(3, 4, 6, 3), 64, 224),
            new ResNet("RN101", List.of(3, 4, 23, 3), 64, 224),
            new ResNet("RN50x4", List.of(4, 6, 10, 6), 80, 288),
            new ResNet("RN50x16", List.of(6, 8, 18, 8), 96, 384),
            new ResNet("RN50x64", List.of(3, 15, 36, 10), 128, 448),
            new Vit("ViT-B/32", new VitShape(768, 12, 12, 3072, 32, 224, 512), ClipActivation.QUICK_GELU),
            new Vit("ViT-B/16", new VitShape(768, 12, 12, 3072, 16, 224, 512), ClipActivation.QUICK_GELU),
            new Vit("ViT-L/14", new VitShape(1024, 24, 16, 4096, 14, 224, 768), ClipActivation.QUICK_GELU),
            new Vit("ViT-L/14@336px", new VitShape(1024, 24, 16, 4096, 14, 336, 768), ClipActivation.QUICK_GELU),
            new Vit("ViT-H/14", new VitShape(1280, 32, 16, 5120, 14, 224, 1024), ClipActivation.GELU));

    /** Its usual name. */
    String name();

    /**
     * A ResNet.
     *
     * @param layers bottlenecks of the four stages
     * @param width channels of the stem
     * @param resolution side of the input in pixels
     */
    record ResNet(String name, List<Integer> layers, int width, int resolution) implements ClipPreset {
        /** Copies the stages. */
        public ResNet {
            layers = List.copyOf(layers);
        }
    }

    /**
     * A vision transformer.
     *
     * @param shape its sizes
     * @param activation of its feed-forward sublayers
     */
    record Vit(String name, VitShape shape, ClipActivation activation) implements ClipPreset {}

    /**
     * The one of this name.
     *
     * @throws ConfigException if there is none
     */
    static ClipPreset named(String name, List<ClipPreset> presets) {
        return presets.stream()
                .filter(preset -> preset.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new ConfigException("preset '" + name + "' is not known, known are "
                        + presets.stream().map(ClipPreset::name).collect(Collectors.joining(", "))));
    }

    /** The ResNet of these stages. */
    static Optional<ResNet> resNet(List<Integer> layers, int width, List<ClipPreset> presets) {
        return presets.stream()
                .filter(ResNet.class::isInstance)
                .map(ResNet.class::cast)
                .filter(preset -> preset.layers().equals(layers) && preset.width() == width)
                .findFirst();
    }

    /** The transformer of these sizes, whatever its number of heads, which no tensor tells. */
    static Optional<Vit> vit(VitShape shape, List<ClipPreset> presets) {
        return presets.stream()
                .filter(Vit.class::isInstance)
                .map(Vit.class::cast)
                .filter(preset ->
                        preset.shape().equals(shape.withHeads(preset.shape().heads())))
                .findFirst();
    }
}
