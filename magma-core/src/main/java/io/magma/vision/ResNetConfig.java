package io.magma.vision;

import java.util.List;

/**
 * Shape of a ResNet of bottlenecks, CLIP's or a normaliser-free one.
 *
 * @param layers bottlenecks in each of the four stages
 * @param width channels of the stem; a stage has {@code width * 2^i * 4}
 * @param resolution side of the input in pixels, at least 32
 */
public record ResNetConfig(List<Integer> layers, int width, int resolution) {
    public ResNetConfig {
        layers = List.copyOf(layers);
        if (layers.size() != 4 || width < 2 || width % 2 != 0 || resolution < 32) {
            throw new ImageEncoderException("a ResNet needs four stages, an even width and at least 32 pixels, was "
                    + layers + ", " + width + ", " + resolution);
        }
    }
}
