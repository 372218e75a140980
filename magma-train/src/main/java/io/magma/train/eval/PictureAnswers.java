package io.magma.train.eval;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.config.ConfigException;
import io.magma.generate.Generation;
import io.magma.generate.Generator;
import io.magma.generate.PromptBatch;
import io.magma.generate.SamplingConfig;
import io.magma.multimodal.BatchLayout;
import io.magma.multimodal.MultimodalModel;
import io.magma.multimodal.TokenSequence;
import io.magma.torch.Autograd;
import io.magma.train.data.ImageBytes;
import io.magma.train.data.PixelReader;
import io.magma.train.data.Sample;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Greedy answers to prompts about pictures, a batch at a time. For one thread; the model must not be in training mode. */
public final class PictureAnswers {
    private final MultimodalModel model;
    private final PixelReader pixels;
    private final Generator generator;
    private final SamplingConfig sampling;

    /**
     * Prepares to answer.
     *
     * @param pixels reads pictures as the model wants them
     * @param maxNewTokens most tokens of an answer
     * @throws ConfigException if the model has no image encoder
     */
    public PictureAnswers(MultimodalModel model, PixelReader pixels, int maxNewTokens) {
        if (model.imageEncoder().isEmpty()) {
            throw new ConfigException("model.image_encoder: is needed to answer about pictures");
        }
        this.model = model;
        this.pixels = pixels;
        this.generator = new Generator(
                model.languageModel(),
                model.tokenizer(),
                model.languageModel().config().eosId());
        this.sampling = SamplingConfig.greedy(maxNewTokens);
    }

    /**
     * What the model says to each sample's picture and prompt.
     *
     * @throws io.magma.train.data.CorruptSampleException if a picture is missing or cannot be decoded
     */
    public List<String> seeing(List<Sample> samples) {
        int size = pixels.floatsPerImage();
        float[] values = new float[Math.multiplyExact(size, samples.size())];
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            ImageBytes image = sample.image()
                    .orElseThrow(() -> new ConfigException(sample.id() + ": has no picture to answer about"));
            pixels.read(image, values, i * size);
        }
        return answers(samples.stream().map(Sample::prompt).toList(), values);
    }

    /** What it says to each prompt when every normalised pixel is zero, as the reference implementation's blind runs. */
    public List<String> blind(List<String> prompts) {
        return answers(prompts, new float[Math.multiplyExact(pixels.floatsPerImage(), prompts.size())]);
    }

    private List<String> answers(List<String> prompts, float[] values) {
        List<TokenSequence> rows = prompts.stream().map(this::row).toList();
        BatchLayout layout = BatchLayout.forPrompts(rows, model.tokensPerImage());
        try (NDManager scratch = model.manager().newSubManager()) {
            NDArray embeddings =
                    Autograd.frozen(() -> model.embed(layout, Optional.of(model.pixels(values, scratch)), scratch));
            return generator.generate(new PromptBatch(embeddings, layout.padding()), sampling).stream()
                    .map(Generation::text)
                    .toList();
        }
    }

    private TokenSequence row(String prompt) {
        int[] tokens = prompt.isEmpty() ? new int[0] : model.tokenizer().encode(prompt);
        int[] items = new int[tokens.length + 1];
        Arrays.fill(items, TokenSequence.IMAGE);
        System.arraycopy(tokens, 0, items, 1, tokens.length);
        return TokenSequence.prompt(items);
    }
}
