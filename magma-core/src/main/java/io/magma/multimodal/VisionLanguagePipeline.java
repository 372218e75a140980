package io.magma.multimodal;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.config.GenerationConfig;
import io.magma.config.ModelConfig;
import io.magma.generate.Generation;
import io.magma.generate.Generator;
import io.magma.generate.PromptBatch;
import io.magma.generate.SamplingConfig;
import io.magma.generate.TokenListener;
import io.magma.image.RasterImage;
import io.magma.text.Tokenizer;
import io.magma.torch.Autograd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * From pictures and texts to texts.
 *
 * <p>For one thread at a time.
 *
 * <pre>{@code
 * try (VisionLanguagePipeline pipeline = VisionLanguagePipeline.open(Path.of("model"), Device.cpu())) {
 *     RasterImage cat = pipeline.image(Path.of("cat.png"));
 *     Prompt prompt = Prompt.of(List.of(cat), "Q: What is it? A:");
 *     String answer = pipeline.generate(List.of(prompt), pipeline.defaults()).get(0).text();
 * }
 * }</pre>
 */
public final class VisionLanguagePipeline implements AutoCloseable {
    private final MultimodalModel model;
    private final Optional<ImageInput> images;
    private final SamplingConfig defaults;
    private final Generator generator;

    private VisionLanguagePipeline(MultimodalModel model, ModelConfig config, GenerationConfig generation) {
        this.model = model;
        this.images = config.imageEncoder()
                .map(c -> ImageInput.of(c, model.imageEncoder().orElseThrow().resolution()));
        this.defaults = SamplingConfig.of(generation);
        this.generator = new Generator(
                model.languageModel(),
                model.tokenizer(),
                model.languageModel().config().eosId());
    }

    /**
     * Loads a checkpoint, a run's latest checkpoint or an exported model.
     *
     * @throws io.magma.config.ConfigException if the folder is none of these
     * @throws io.magma.weights.WeightsException if weights are missing or do not fit
     */
    public static VisionLanguagePipeline open(Path folder, Device device) {
        ModelFolder model = ModelFolder.open(folder);
        return load(model.model(), model.generation(), device, model.seed(), Optional.of(model.trained()));
    }

    /**
     * Builds a model.
     *
     * @param generation decoding of {@link #defaults}
     * @param seed seed of start values that no file gives
     * @param trained safetensors file of trained tensors, which wins over {@code model.init}
     * @throws io.magma.weights.WeightsException if weights are missing or do not fit
     */
    public static VisionLanguagePipeline load(
            ModelConfig config, GenerationConfig generation, Device device, long seed, Optional<Path> trained) {
        MultimodalModel model = ModelLoader.load(config, device, seed, trained);
        try {
            model.training(false);
            return new VisionLanguagePipeline(model, config, generation);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /** The model; closed with this. */
    public MultimodalModel model() {
        return model;
    }

    /** The decoding that the model's configuration asks for. */
    public SamplingConfig defaults() {
        return defaults;
    }

    /**
     * Reads a picture.
     *
     * @throws io.magma.image.ImageException if the file is no picture
     * @throws UncheckedIOException if it cannot be read
     */
    public RasterImage image(Path file) {
        try {
            return input().decode(Files.readAllBytes(file), file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }

    /** Continues prompts; the generations are in their order. */
    public List<Generation> generate(List<Prompt> prompts, SamplingConfig sampling) {
        return generate(prompts, sampling, TokenListener.NONE);
    }

    /**
     * Continues prompts and reports every token.
     *
     * @throws IllegalArgumentException if a prompt has neither a picture nor a token
     * @throws io.magma.lm.LanguageModelException if a prompt is longer than the language model's context
     */
    public List<Generation> generate(List<Prompt> prompts, SamplingConfig sampling, TokenListener listener) {
        List<TokenSequence> rows = prompts.stream().map(this::sequence).toList();
        BatchLayout layout = BatchLayout.forPrompts(rows, model.tokensPerImage());
        try (NDManager scratch = model.manager().newSubManager()) {
            Optional<NDArray> pixels = layout.images() == 0 ? Optional.empty() : Optional.of(pixels(prompts, scratch));
            NDArray embeddings = Autograd.frozen(() -> model.embed(layout, pixels, scratch));
            return generator.generate(new PromptBatch(embeddings, layout.padding()), sampling, listener);
        }
    }

    private TokenSequence sequence(Prompt prompt) {
        Tokenizer tokenizer = model.tokenizer();
        List<int[]> parts = new ArrayList<>();
        for (Prompt.Part part : prompt.parts()) {
            if (part instanceof Prompt.Text text) {
                parts.add(text.text().isEmpty() ? new int[0] : tokenizer.encode(text.text()));
            } else {
                parts.add(new int[] {TokenSequence.IMAGE});
            }
        }
        int[] items = parts.stream().flatMapToInt(Arrays::stream).toArray();
        if (items.length == 0) {
            throw new IllegalArgumentException("a prompt needs a picture or a text");
        }
        return TokenSequence.prompt(items);
    }

    private NDArray pixels(List<Prompt> prompts, NDManager scratch) {
        List<RasterImage> pictures =
                prompts.stream().flatMap(p -> p.images().stream()).toList();
        ImageInput input = input();
        int size = 3 * input.preprocessor().resolution() * input.preprocessor().resolution();
        float[] values = new float[pictures.size() * size];
        for (int i = 0; i < pictures.size(); i++) {
            System.arraycopy(input.pixels(pictures.get(i)), 0, values, i * size, size);
        }
        return model.pixels(values, scratch);
    }

    private ImageInput input() {
        return images.orElseThrow(() -> new IllegalStateException("the model has no image encoder"));
    }

    @Override
    public void close() {
        model.close();
    }
}
