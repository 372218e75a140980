package io.magma.train.imports;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.magma.config.ConfigException;
import io.magma.image.ImageProcessorConfig;
import io.magma.weights.StreamedTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** CLIP's ResNet under OpenAI's names; they stay as they are. */
final class ResNetKeys {
    private final KeyLedger keys;
    private final String prefix;
    private final Map<String, StreamedTensor> tensors = new LinkedHashMap<>();

    private ResNetKeys(KeyLedger keys, String prefix) {
        this.keys = keys;
        this.prefix = prefix;
    }

    /** Whether such an encoder lies below {@code prefix}. */
    static boolean isAt(KeyLedger keys, String prefix) {
        return keys.has(prefix + "layer1.0.conv1.weight");
    }

    /**
     * Takes everything below {@code prefix}.
     *
     * @param resolution side of the input in pixels, if the user says it
     * @throws ConfigException if neither user, attention pool nor preset say the resolution
     */
    static EncoderFiles take(KeyLedger keys, String prefix, OptionalInt resolution, List<ClipPreset> presets) {
        return new ResNetKeys(keys, prefix).take(resolution, presets);
    }

    private EncoderFiles take(OptionalInt given, List<ClipPreset> presets) {
        int width = keys.size(prefix + "conv3.weight", 0);
        List<Integer> layers = new ArrayList<>();
        for (int stage = 1; stage <= 4; stage++) {
            int blocks = 0;
            while (keys.has(prefix + "layer" + stage + "." + blocks + ".conv1.weight")) {
                blocks++;
            }
            layers.add(blocks);
        }
        Optional<ClipPreset.ResNet> preset = ClipPreset.resNet(layers, width, presets);
        int resolution = given.orElseGet(() -> pooled().orElseGet(() -> preset.map(ClipPreset.ResNet::resolution)
                .orElseThrow(() -> new ConfigException(keys.file() + ": a CLIP ResNet of layers " + layers
                        + " and width " + width + " is none of the published ones; say --image-size"))));
        stem(width);
        int in = width;
        for (int stage = 0; stage < 4; stage++) {
            for (int block = 0; block < layers.get(stage); block++) {
                bottleneck("layer" + (stage + 1) + "." + block + ".", in, width << stage, block == 0);
                in = 4 * (width << stage);
            }
        }
        for (String key : List.copyOf(keys.keys())) {
            if (key.startsWith(prefix + "attnpool.")) {
                keys.drop(key, KeyFate.UNUSED, "attention pool");
            }
        }
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.put("model_type", "clip_resnet");
        layers.forEach(config.putArray("layers")::add);
        config.put("width", width);
        config.put("image_size", resolution);
        String name = "CLIP " + preset.map(ClipPreset.ResNet::name).orElse("ResNet " + layers + ", width " + width);
        return new EncoderFiles(
                name + ", " + resolution + " pixels", config, tensors, ImageProcessorConfig.clip(resolution));
    }

    // The attention pool has a position for the mean and one for every cell of the grid, 32 pixels wide.
    private OptionalInt pooled() {
        int positions = keys.size(prefix + "attnpool.positional_embedding", 0);
        int side = (int) Math.round(Math.sqrt(positions - 1.0));
        return positions > 1 && side * side == positions - 1 ? OptionalInt.of(32 * side) : OptionalInt.empty();
    }

    private void stem(int width) {
        convolution("conv1", "bn1", width / 2, 3, 3);
        convolution("conv2", "bn2", width / 2, width / 2, 3);
        convolution("conv3", "bn3", width, width / 2, 3);
    }

    private void bottleneck(String name, int in, int planes, boolean first) {
        convolution(name + "conv1", name + "bn1", planes, in, 1);
        convolution(name + "conv2", name + "bn2", planes, planes, 3);
        convolution(name + "conv3", name + "bn3", 4 * planes, planes, 1);
        if (first) {
            convolution(name + "downsample.0", name + "downsample.1", 4 * planes, in, 1);
        }
    }

    private void convolution(String conv, String norm, int out, int in, int kernel) {
        take(conv + ".weight", out, in, kernel, kernel);
        for (String part : List.of("weight", "bias", "running_mean", "running_var")) {
            take(norm + "." + part, out);
        }
        keys.drop(prefix + norm + ".num_batches_tracked", KeyFate.BUFFER, "counter of training batches");
    }

    private void take(String name, long... shape) {
        tensors.put(name, keys.take(prefix + name, KeyFate.ENCODER, name, shape));
    }
}
