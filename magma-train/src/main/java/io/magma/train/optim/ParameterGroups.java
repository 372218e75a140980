package io.magma.train.optim;

import ai.djl.ndarray.NDArray;
import io.magma.config.ConfigException;
import io.magma.config.OptimizerConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Splits trainable tensors by learning rate and weight decay.
 *
 * <p>The image encoder has its own rate and decay. Biases, norms, adapter scales, everything of one dimension and embeddings
 * are not decayed.
 */
public final class ParameterGroups {
    private static final String IMAGE_ENCODER = "image_encoder.";
    private static final List<String> EMBEDDINGS = List.of("embed", "wte.", "wpe.");

    private ParameterGroups() {}

    /**
     * Groups of all {@code trainable} tensors, none empty.
     *
     * @param trainable tensors by name, in model order
     * @throws ConfigException if there is nothing to train
     * @throws IllegalArgumentException if a tensor takes no gradient
     */
    public static List<ParameterGroup> of(Map<String, NDArray> trainable, OptimizerConfig config) {
        if (trainable.isEmpty()) {
            throw new ConfigException(
                    "nothing is trained: the model has no adapters and no image prefix, and all else is frozen");
        }
        Map<String, NDArray> decayed = new LinkedHashMap<>();
        Map<String, NDArray> undecayed = new LinkedHashMap<>();
        Map<String, NDArray> encoder = new LinkedHashMap<>();
        Map<String, NDArray> encoderDecayed = new LinkedHashMap<>();
        boolean decaysEncoder = config.imageEncoderWeightDecay() > 0;
        trainable.forEach((name, tensor) -> {
            if (!tensor.hasGradient()) {
                throw new IllegalArgumentException(name + " is to be trained, but takes no gradient");
            }
            if (name.startsWith(IMAGE_ENCODER)) {
                (decaysEncoder && decays(name, tensor) ? encoderDecayed : encoder).put(name, tensor);
            } else if (decays(name, tensor)) {
                decayed.put(name, tensor);
            } else {
                undecayed.put(name, tensor);
            }
        });
        List<ParameterGroup> groups = new ArrayList<>();
        groups.add(new ParameterGroup("weights", decayed, config.lr(), config.weightDecay()));
        groups.add(new ParameterGroup("biases, norms, scales", undecayed, config.lr(), 0));
        double encoderLr = config.imageEncoderLr().orElse(config.lr());
        groups.add(new ParameterGroup(
                "image encoder weights", encoderDecayed, encoderLr, config.imageEncoderWeightDecay()));
        groups.add(new ParameterGroup(decaysEncoder ? "image encoder norms" : "image encoder", encoder, encoderLr, 0));
        groups.removeIf(group -> group.parameters().isEmpty());
        refuseLoss(trainable, groups);
        return List.copyOf(groups);
    }

    private static boolean decays(String name, NDArray tensor) {
        return !name.endsWith(".bias")
                && !name.endsWith(".scale")
                && !name.contains(".norm.")
                && tensor.getShape().dimension() > 1
                && EMBEDDINGS.stream().noneMatch(name::contains);
    }

    private static void refuseLoss(Map<String, NDArray> trainable, List<ParameterGroup> groups) {
        int grouped = groups.stream().mapToInt(g -> g.parameters().size()).sum();
        if (grouped != trainable.size()) {
            throw new IllegalStateException(
                    trainable.size() + " trainable tensors, but " + grouped + " in parameter groups");
        }
    }
}
