package io.magma.inference;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.config.GenerationConfig;
import io.magma.config.ModelConfig;
import io.magma.generate.AnswerScore;
import io.magma.generate.AnswerScorer;
import io.magma.generate.Generation;
import io.magma.generate.Generator;
import io.magma.generate.Prefilled;
import io.magma.generate.Ranking;
import io.magma.generate.SamplingConfig;
import io.magma.generate.TokenListener;
import io.magma.lm.DecoderConfig;
import io.magma.lm.LanguageModelException;
import io.magma.multimodal.ClassHead;
import io.magma.multimodal.ImageInput;
import io.magma.multimodal.ModelFolder;
import io.magma.multimodal.ModelFolderException;
import io.magma.multimodal.ModelLoader;
import io.magma.multimodal.ModelManifest;
import io.magma.multimodal.MultimodalModel;
import io.magma.multimodal.TokenSequence;
import io.magma.torch.Devices;
import io.magma.torch.Dtype;
import io.magma.torch.Scope;
import io.magma.torch.TorchOps;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * A trained model that answers about pictures.
 *
 * <pre>{@code
 * try (VisionLanguageModel model = VisionLanguageModel.load(Path.of("model"))) {
 *     Prompt prompt = Prompt.image(Path.of("cat.png")).thenText("Q: What is it? A:");
 *     String answer = model.generate(prompt);
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads. They read pictures and texts side by side; the engine, which uses all cores by itself,
 * serves one call after the other, in the order of arrival. What a call returns does not depend on the others.
 *
 * <p>Embeddings of the latest pictures are kept in the JVM's memory, so a picture that is asked about again is not encoded again;
 * which picture it is is told by its content. Hence {@link #model} must not be trained.
 *
 * <p>What a call needs of native memory is released before it returns, what the model needs when it is closed.
 */
public final class VisionLanguageModel implements AutoCloseable {
    private static final int ROWS_AT_ONCE = 16;
    private static final long PICTURE_MEMORY = 128L << 20;

    private final MultimodalModel model;
    private final PromptEncoder encoder;
    private final SamplingConfig defaults;
    private final Generator generator;
    private final AnswerScorer scorer;
    private final EngineTurns engine;
    private final PromptRunner runner;

    private VisionLanguageModel(MultimodalModel model, ModelConfig config, GenerationConfig generation) {
        this.model = model;
        DecoderConfig decoder = model.languageModel().config();
        this.encoder = new PromptEncoder(
                model.tokenizer(),
                config.imageEncoder()
                        .map(c -> ImageInput.of(
                                c, model.imageEncoder().orElseThrow().resolution())),
                model.tokensPerImage(),
                decoder.maxPositions());
        this.defaults = SamplingConfig.of(generation);
        this.generator = new Generator(model.languageModel(), model.tokenizer(), decoder.eosId());
        this.scorer = new AnswerScorer(model.languageModel(), ROWS_AT_ONCE);
        this.engine = new EngineTurns(model);
        this.runner = new PromptRunner(model, engine, new PictureFeatures(model, PICTURE_MEMORY), ROWS_AT_ONCE);
    }

    /**
     * Loads an exported model, a checkpoint, or a run's latest checkpoint onto the first GPU if there is one, else the CPU.
     *
     * @throws io.magma.config.ConfigException if the folder is none of these
     * @throws ModelFolderException if a file of an exported model is missing or has changed
     * @throws io.magma.weights.WeightsException if weights are missing or do not fit
     */
    public static VisionLanguageModel load(Path folder) {
        return load(folder, Devices.preferred());
    }

    /**
     * Loads an exported model, a checkpoint, or a run's latest checkpoint.
     *
     * @param device where it runs
     * @throws io.magma.config.ConfigException if the folder is none of these
     * @throws ModelFolderException if a file of an exported model is missing or has changed
     * @throws io.magma.weights.WeightsException if weights are missing or do not fit
     */
    public static VisionLanguageModel load(Path folder, Device device) {
        ModelFolder files = ModelFolder.open(folder);
        return load(files.model(), files.generation(), Optional.of(files.trained()), files.seed(), device);
    }

    /**
     * Loads an exported model after reading every byte of its files, and asks it what it was asked when it was exported.
     *
     * @param device where it runs
     * @throws io.magma.multimodal.ModelFolderException if a file has changed, or the model decodes other tokens than then
     */
    public static VisionLanguageModel loadVerified(Path folder, Device device) {
        ModelManifest manifest = ModelManifest.read(folder);
        manifest.check(folder, true);
        VisionLanguageModel loaded = load(folder, device);
        if (!ModelProbes.of(loaded.model).probes().equals(manifest.probes())) {
            loaded.close();
            throw new ModelFolderException(folder + ": the model decodes other tokens here than when it was exported");
        }
        return loaded;
    }

    /**
     * Builds a model from its configuration.
     *
     * @param generation decoding of {@link #defaults}
     * @param trained safetensors file of trained tensors, which wins over {@code model.init}
     * @param seed seed of start values that no file gives
     * @param device where it runs
     * @throws io.magma.weights.WeightsException if weights are missing or do not fit
     */
    public static VisionLanguageModel load(
            ModelConfig config, GenerationConfig generation, Optional<Path> trained, long seed, Device device) {
        MultimodalModel model = ModelLoader.load(config, device, seed, trained);
        try {
            model.training(false);
            return new VisionLanguageModel(model, config, generation);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /** The model itself, closed with this; unlike this, it is for one thread at a time. */
    public MultimodalModel model() {
        return model;
    }

    /** The decoding that the model's configuration asks for. */
    public SamplingConfig defaults() {
        return defaults;
    }

    /** Continues a prompt as {@link #defaults} say and gives the text. */
    public String generate(Prompt prompt) {
        return generate(prompt, defaults).text();
    }

    /**
     * Continues a prompt.
     *
     * @throws IllegalArgumentException if the prompt is empty, or has a picture and the model no image encoder
     * @throws io.magma.image.raster.ImageException if a picture cannot be read
     * @throws LanguageModelException if the prompt is longer than the language model's context
     * @throws IllegalStateException if the model is closed
     */
    public Generation generate(Prompt prompt, SamplingConfig sampling) {
        return generateAll(List.of(prompt), sampling).get(0);
    }

    /**
     * Continues a prompt and hands out its text piece by piece; put together, the pieces are the text of the generation.
     *
     * @param text called by this thread, while other calls wait, as soon as more text is certain
     */
    public Generation generate(Prompt prompt, SamplingConfig sampling, Consumer<String> text) {
        return run(encoder.encode(List.of(prompt)), sampling, new TextListener(text))
                .get(0);
    }

    /**
     * Continues prompts, several at a time. What several begin with, pictures and texts, is read once for all of them, and equal
     * pictures are encoded once.
     *
     * @return generations in the order of the prompts; each is what its prompt alone gives with its number in the list, as long
     *     as the batch leaves room in the language model's context
     */
    public List<Generation> generateAll(List<Prompt> prompts, SamplingConfig sampling) {
        return generateAll(encoder.encode(prompts), sampling);
    }

    List<Generation> generateAll(EncodedPrompts prompts, SamplingConfig sampling) {
        return run(prompts, sampling, TokenListener.NONE);
    }

    private List<Generation> run(EncodedPrompts prompts, SamplingConfig sampling, TokenListener listener) {
        return runner.run(prompts, new PromptRunner.Body<>() {
            @Override
            public int room(List<Integer> numbers, int longest) {
                return generator.newTokens(longest, sampling) - 1;
            }

            @Override
            public List<Generation> run(Prefilled read, List<Integer> numbers) {
                long[] rows = numbers.stream().mapToLong(Integer::longValue).toArray();
                return generator.generate(read, rows, sampling, listener);
            }
        });
    }

    /**
     * How probable the model finds each of some answers, its end included.
     *
     * @param answers continuations of the prompt as they stand, so usually with a space at the start; none of them empty
     * @return scores in the order of the answers; each has the log-probabilities of the answer's tokens and of the end of
     *     sequence
     * @throws LanguageModelException if prompt and answer together are longer than the language model's context
     */
    public List<AnswerScore> score(Prompt prompt, List<String> answers) {
        return scoreAll(List.of(prompt), List.of(answers)).get(0);
    }

    /**
     * Ranks a closed set of answers to each of some prompts by their log-likelihood.
     *
     * @param answers as for {@link #score}, the same for all prompts
     * @return rankings in the order of the prompts
     * @throws LanguageModelException if a prompt and an answer together are longer than the language model's context
     */
    public List<Ranking> rank(List<Prompt> prompts, List<String> answers) {
        return scoreAll(prompts, Collections.nCopies(prompts.size(), answers)).stream()
                .map(Ranking::new)
                .toList();
    }

    /**
     * Scores answers of their own to each of some prompts, several at a time; a prompt is read once for all its answers, and
     * what prompts share at their start once for all of them.
     *
     * @param answers for each prompt its answers, as for {@link #score}
     * @return scores in the same places
     * @throws LanguageModelException if a prompt and an answer together are longer than the language model's context
     */
    public List<List<AnswerScore>> scoreAll(List<Prompt> prompts, List<List<String>> answers) {
        if (answers.size() != prompts.size()) {
            throw new IllegalArgumentException(prompts.size() + " prompts, but answers for " + answers.size());
        }
        EncodedPrompts encoded = encoder.encode(prompts);
        Map<String, int[]> ids = new HashMap<>();
        List<List<int[]>> tokens = IntStream.range(0, prompts.size())
                .mapToObj(i -> answers.get(i).stream()
                        .map(answer -> fitting(encoded.rows().get(i), answer, ids))
                        .toList())
                .toList();
        return runner.run(encoded, new PromptRunner.Body<>() {
            @Override
            public int room(List<Integer> numbers, int longest) {
                return AnswerScorer.room(numbers.stream().map(tokens::get).toList());
            }

            @Override
            public List<List<AnswerScore>> run(Prefilled read, List<Integer> numbers) {
                return scorer.scoreAll(read, numbers.stream().map(tokens::get).toList());
            }
        });
    }

    /** Names of the classes that {@link #classify} tells apart; none if the model has no class head. */
    public List<String> classes() {
        return model.classHead().map(ClassHead::labels).orElse(List.of());
    }

    /**
     * How probable the class head finds each class after a prompt.
     *
     * @throws IllegalStateException if the model has no class head, or is closed
     */
    public Classification classify(Prompt prompt) {
        return classifyAll(List.of(prompt)).get(0);
    }

    /** As {@link #classify}, several prompts at a time; results are in the order of the prompts. */
    public List<Classification> classifyAll(List<Prompt> prompts) {
        ClassHead head = model.classHead().orElseThrow(() -> new IllegalStateException("the model has no class head"));
        return runner.run(encoder.encode(prompts), new PromptRunner.Body<>() {
            @Override
            public int room(List<Integer> numbers, int longest) {
                return 0;
            }

            @Override
            public List<Classification> run(Prefilled read, List<Integer> numbers) {
                float[] scores = Scope.keep(() -> head.logits(read.last())).toFloatArray();
                return IntStream.range(0, numbers.size())
                        .mapToObj(row -> Classification.ofScores(
                                head.labels(), scores, row * head.labels().size()))
                        .toList();
            }
        });
    }

    // An answer's ids and the end of sequence.
    private int[] fitting(TokenSequence prompt, String answer, Map<String, int[]> known) {
        DecoderConfig decoder = model.languageModel().config();
        int[] ended = known.computeIfAbsent(answer, text -> {
            int[] tokens = encoder.tokens(text);
            if (tokens.length == 0) {
                throw new IllegalArgumentException("an answer is empty");
            }
            int[] longer = Arrays.copyOf(tokens, tokens.length + 1);
            longer[tokens.length] = decoder.eosId();
            return longer;
        });
        int all = prompt.length(model.tokensPerImage()) + ended.length - 1;
        if (all > decoder.maxPositions()) {
            throw new LanguageModelException("the prompt and the answer '" + answer + "' have " + all
                    + " tokens, the language model's context " + decoder.maxPositions());
        }
        return ended;
    }

    /**
     * One vector a picture: the encoder's features, averaged over the positions unless the encoder pools them itself.
     *
     * @return C floats for each picture, not normalised
     * @throws IllegalArgumentException if the model has no image encoder
     */
    public float[][] embedImages(List<PromptImage> images) {
        float[] pixels = PromptEncoder.pixels(encoder.contents(images));
        int size = pixelsPerImage();
        float[][] vectors = new float[images.size()][];
        for (int from = 0; from < images.size(); from += ROWS_AT_ONCE) {
            int to = Math.min(images.size(), from + ROWS_AT_ONCE);
            float[] part = Arrays.copyOfRange(pixels, from * size, to * size);
            float[] means = engine.run(scratch -> means(part, scratch));
            int channels = means.length / (to - from);
            for (int i = from; i < to; i++) {
                vectors[i] = Arrays.copyOfRange(means, (i - from) * channels, (i - from + 1) * channels);
            }
        }
        return vectors;
    }

    private float[] means(float[] pixels, NDManager scratch) {
        NDArray features = TorchOps.cast(model.imageFeatures(model.pixels(pixels, scratch)), Dtype.FLOAT32);
        boolean grid = features.getShape().dimension() == 3; // (B, N, C)
        return (grid ? features.mean(new int[] {1}) : features).toFloatArray();
    }

    int pixelsPerImage() {
        return model.imageEncoder()
                .map(e -> 3 * e.resolution() * e.resolution())
                .orElse(0);
    }

    PromptEncoder encoder() {
        return encoder;
    }

    /** Waits for calls that are under way and frees the model; closing it again does nothing. */
    @Override
    public void close() {
        engine.close();
    }

    private record TextListener(Consumer<String> text) implements TokenListener {
        @Override
        public void token(int row, int token, String piece) {
            pass(piece);
        }

        @Override
        public void finished(int row, String rest, Generation generation) {
            pass(rest);
        }

        private void pass(String piece) {
            if (!piece.isEmpty()) {
                text.accept(piece);
            }
        }
    }
}
