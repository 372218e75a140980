package io.magma.lm;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.nn.Sublayer;
import io.magma.offload.AlwaysResident;
import io.magma.offload.BlockResidency;
import io.magma.torch.Dtype;
import io.magma.weights.WeightSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A Hugging Face folder that holds a causal language model. */
public final class LanguageModelFolder {
    private final Path folder;
    private final Architecture architecture;
    private final DecoderConfig config;

    private LanguageModelFolder(Path folder, Architecture architecture, DecoderConfig config) {
        this.folder = folder;
        this.architecture = architecture;
        this.config = config;
    }

    /**
     * Reads {@code config.json}.
     *
     * @throws LanguageModelException if it is missing, broken or of an unknown family
     */
    public static LanguageModelFolder open(Path folder) {
        Path file = folder.resolve("config.json");
        if (!Files.isRegularFile(file)) {
            throw new LanguageModelException(folder + ": no config.json, not a Hugging Face model folder");
        }
        JsonNode root;
        try {
            root = new ObjectMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new LanguageModelException(file + ": cannot be read: " + firstLine(e), e);
        }
        String type = root.path("model_type").asText("");
        Architecture architecture = Architecture.of(type)
                .orElseThrow(() -> new LanguageModelException(file + ": unknown model_type '" + type + "', supported: "
                        + String.join(
                                ", ",
                                Architecture.ALL.stream()
                                        .map(Architecture::modelType)
                                        .toList())));
        return new LanguageModelFolder(folder, architecture, architecture.config(new ModelJson(file.toString(), root)));
    }

    /** The folder. */
    public Path path() {
        return folder;
    }

    /** Shape of the model. */
    public DecoderConfig config() {
        return config;
    }

    /** Whether a tensor that was not taken is a known leftover. */
    public boolean ignores(String name) {
        return architecture.ignores(name);
    }

    /**
     * Builds the model.
     *
     * @param manager owns what the model makes itself; lives as long as the model
     * @param weights where its tensors come from
     * @param wrapper puts adapters around sublayers
     * @param dtype type of the hidden states
     */
    public CausalLm build(NDManager manager, WeightSource weights, Sublayer.Wrapper wrapper, Dtype dtype) {
        return build(manager, weights, wrapper, dtype, AlwaysResident.INSTANCE);
    }

    /**
     * Builds a model whose blocks may be elsewhere until their turn.
     *
     * @param residency of the blocks that {@code weights} gives; closed by the model
     */
    public CausalLm build(
            NDManager manager, WeightSource weights, Sublayer.Wrapper wrapper, Dtype dtype, BlockResidency residency) {
        return new Decoder(manager, config, architecture.build(weights, config, wrapper), dtype, residency);
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
