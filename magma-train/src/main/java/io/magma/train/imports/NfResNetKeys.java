package io.magma.train.imports;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.magma.image.ImageProcessorConfig;
import io.magma.weights.StreamedTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An NF-ResNet; it is written under timm's names. */
final class NfResNetKeys {
    private static final String STEM = "stem.";
    private static final String STAGES = "stages.";

    private final KeyLedger keys;
    private final Names names;
    private final Map<String, StreamedTensor> tensors = new LinkedHashMap<>();

    /**
     * What stands before the names of its parts.
     *
     * @param stem before {@code conv.weight}
     * @param stages before {@code 0.0.conv1.weight}
     */
    record Names(String stem, String stages) {
        /** In timm's files. */
        static final Names TIMM = new Names(STEM, STAGES);
    }

    private NfResNetKeys(KeyLedger keys, Names names) {
        this.keys = keys;
        this.names = names;
    }

    /** Whether such an encoder is there. */
    static boolean isAt(KeyLedger keys, Names names) {
        return keys.has(names.stem + "conv.gain") && keys.has(names.stages + "0.0.conv1.gain");
    }

    /** Bottlenecks of the four stages. */
    static List<Integer> layers(KeyLedger keys, Names names) {
        List<Integer> layers = new ArrayList<>();
        for (int stage = 0; stage < 4; stage++) {
            int blocks = 0;
            while (keys.has(names.stages + stage + "." + blocks + ".conv1.weight")) {
                blocks++;
            }
            layers.add(blocks);
        }
        return layers;
    }

    /**
     * Takes everything but a classifier.
     *
     * @param processor resolution, means and deviations of its input
     */
    static EncoderFiles take(KeyLedger keys, Names names, ImageProcessorConfig processor) {
        return new NfResNetKeys(keys, names).take(processor);
    }

    private EncoderFiles take(ImageProcessorConfig processor) {
        List<Integer> layers = layers(keys, names);
        int width = keys.size(names.stem + "conv.weight", 0);
        convolution(names.stem, STEM, "conv.", width, 3, 7);
        int in = width;
        for (int stage = 0; stage < 4; stage++) {
            int planes = width << stage;
            for (int i = 0; i < layers.get(stage); i++) {
                String block = stage + "." + i + ".";
                convolution(names.stages, STAGES, block + "conv1.", planes, in, 1);
                convolution(names.stages, STAGES, block + "conv2.", planes, planes, 3);
                convolution(names.stages, STAGES, block + "conv3.", 4 * planes, planes, 1);
                if (i == 0) {
                    convolution(names.stages, STAGES, block + "downsample.conv.", 4 * planes, in, 1);
                }
                in = 4 * planes;
            }
        }
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.put("model_type", "nf_resnet");
        layers.forEach(config.putArray("layers")::add);
        config.put("width", width);
        config.put("image_size", processor.resolution());
        String name = NfResNetPreset.of(layers, width)
                .map(NfResNetPreset::presetName)
                .orElse("NF-ResNet " + layers + ", width " + width);
        return new EncoderFiles(name + ", " + processor.resolution() + " pixels", config, tensors, processor);
    }

    private void convolution(String from, String to, String name, int out, int in, int kernel) {
        take(from, to, name + "weight", out, in, kernel, kernel);
        take(from, to, name + "gain", out, 1, 1, 1);
        take(from, to, name + "bias", out);
    }

    private void take(String from, String to, String name, long... shape) {
        tensors.put(to + name, keys.take(from + name, KeyFate.ENCODER, to + name, shape));
    }
}
