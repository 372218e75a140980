package io.magma.train.memory;

import ai.djl.ndarray.NDArray;
import io.magma.config.ModelConfig;
import io.magma.config.ObjectiveConfig;
import io.magma.config.RunConfig;
import io.magma.contrastive.ContrastiveLoader;
import io.magma.contrastive.ContrastiveModel;
import io.magma.hub.ModelFolders;
import io.magma.lm.DecoderConfig;
import io.magma.lm.LanguageModelFolder;
import io.magma.multimodal.ModelLoader;
import io.magma.multimodal.MultimodalModel;
import io.magma.text.Tokenizer;
import io.magma.torch.Dtype;
import io.magma.torch.TorchOps;
import io.magma.vision.ImageEncoder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model without its weights, built from {@code config.json} and the files' headers.
 *
 * @param frozen frozen tensors by name, in the order of the model
 * @param trained trained tensors by name, likewise
 * @param buffers tensors saved with the trained ones
 * @param decoder shape of the language model
 * @param tokenizer of the language model
 * @param encoder the image encoder, to be asked about its shape only
 * @param tokensPerImage S
 */
public record ModelOutline(
        Map<String, Tensor> frozen,
        Map<String, Tensor> trained,
        Map<String, Tensor> buffers,
        DecoderConfig decoder,
        Tokenizer tokenizer,
        Optional<ImageEncoder> encoder,
        int tokensPerImage) {
    /**
     * A tensor.
     *
     * @param dtype in which it is held
     * @param shape its sizes
     */
    public record Tensor(Dtype dtype, List<Long> shape) {
        static Tensor of(NDArray array) {
            return new Tensor(
                    TorchOps.dtype(array),
                    Arrays.stream(array.getShape().getShape()).boxed().toList());
        }

        /** Number of its elements. */
        public long elements() {
            return shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
        }

        /** Bytes of its elements. */
        public long bytes() {
            return elements() * dtype.bytes();
        }
    }

    /**
     * The model of a run.
     *
     * @throws io.magma.config.ConfigException if the configuration does not fit the files
     * @throws io.magma.weights.WeightsException if files and configuration disagree; all disagreements are listed
     */
    public static ModelOutline of(RunConfig run) {
        ModelConfig config = run.model();
        if (run.objective() instanceof ObjectiveConfig.Contrastive contrastive) {
            DecoderConfig decoder = LanguageModelFolder.open(
                            ModelFolders.of(config.languageModel().path()))
                    .config();
            try (ContrastiveModel model = ContrastiveLoader.outline(config, contrastive)) {
                return new ModelOutline(
                        tensors(model.frozen()),
                        tensors(model.parameters()),
                        tensors(model.buffers()),
                        decoder,
                        model.tokenizer(),
                        Optional.of(model.imageEncoder()),
                        0);
            }
        }
        try (MultimodalModel model = ModelLoader.outline(config)) {
            return new ModelOutline(
                    tensors(model.frozen()),
                    tensors(model.parameters()),
                    tensors(model.buffers()),
                    model.languageModel().config(),
                    model.tokenizer(),
                    model.imageEncoder(),
                    model.tokensPerImage());
        }
    }

    private static Map<String, Tensor> tensors(Map<String, NDArray> arrays) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        arrays.forEach((name, array) -> tensors.put(name, Tensor.of(array)));
        return tensors;
    }

    /** Elements of the trained tensors whose names begin so. */
    long trainedElements(String prefix) {
        return trained.entrySet().stream()
                .filter(e -> e.getKey().startsWith(prefix))
                .mapToLong(e -> e.getValue().elements())
                .sum();
    }
}
