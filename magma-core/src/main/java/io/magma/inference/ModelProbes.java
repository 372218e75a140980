package io.magma.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.generate.Generator;
import io.magma.generate.PromptBatch;
import io.magma.generate.SamplingConfig;
import io.magma.multimodal.BatchLayout;
import io.magma.multimodal.MultimodalModel;
import io.magma.multimodal.Probe;
import io.magma.multimodal.TokenSequence;
import io.magma.torch.Autograd;
import io.magma.torch.Dtype;
import io.magma.torch.TorchOps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Runs a few fixed prompts, with two pictures made by a formula, so that two models can be compared.
 *
 * @param probes prompts and greedy tokens
 * @param logits scores of the token after each prompt, V floats a prompt
 */
public record ModelProbes(List<Probe> probes, List<float[]> logits) {
    private static final int NEW_TOKENS = 8;
    private static final int NO_TOKEN = -1;

    /** Runs those prompts that fit the model's context. */
    public static ModelProbes of(MultimodalModel model) {
        List<Probe> probes = new ArrayList<>();
        List<float[]> logits = new ArrayList<>();
        int room = model.languageModel().config().maxPositions() - NEW_TOKENS;
        for (int[] items : prompts(model)) {
            TokenSequence row = TokenSequence.prompt(items);
            if (row.length(model.tokensPerImage()) <= room) {
                Autograd.frozen(() -> logits.add(run(model, row, probes)));
            }
        }
        return new ModelProbes(List.copyOf(probes), List.copyOf(logits));
    }

    /** The largest difference of any two scores of this and another model's; infinite if there are not the same ones. */
    public double difference(ModelProbes other) {
        if (logits.size() != other.logits.size() || !probes.equals(other.probes)) {
            return Double.POSITIVE_INFINITY;
        }
        double worst = 0;
        for (int i = 0; i < logits.size(); i++) {
            float[] a = logits.get(i);
            float[] b = other.logits.get(i);
            for (int v = 0; v < a.length; v++) {
                double difference = Math.abs((double) a[v] - b[v]);
                worst = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(worst, difference);
            }
        }
        return worst;
    }

    private static List<int[]> prompts(MultimodalModel model) {
        int vocabulary = model.languageModel().config().vocabSize();
        int[] a = IntStream.range(0, 5).map(i -> (7 + 31 * i) % vocabulary).toArray();
        int[] b = IntStream.range(0, 3).map(i -> (11 + 101 * i) % vocabulary).toArray();
        if (model.imageEncoder().isEmpty()) {
            return List.of(a, b);
        }
        int image = TokenSequence.IMAGE;
        int[] pictureAndText = {image, b[0], b[1], b[2]};
        int[] twoPictures = {b[0], image, b[1], image, b[2]};
        return List.of(a, new int[] {image}, pictureAndText, twoPictures);
    }

    private static float[] run(MultimodalModel model, TokenSequence row, List<Probe> into) {
        try (NDManager scratch = model.manager().newSubManager()) {
            BatchLayout layout = BatchLayout.forPrompts(List.of(row), model.tokensPerImage());
            Optional<NDArray> pixels = row.images() == 0
                    ? Optional.empty()
                    : Optional.of(model.pixels(pictures(model, row.images()), scratch));
            NDArray embeddings = model.embed(layout, pixels, scratch);
            int[] greedy = new Generator(model.languageModel(), model.tokenizer(), NO_TOKEN)
                    .generate(new PromptBatch(embeddings), SamplingConfig.greedy(NEW_TOKENS))
                    .get(0)
                    .tokens();
            into.add(new Probe(list(row.items()), list(greedy)));
            NDArray hidden = model.languageModel().hidden(embeddings);
            NDArray last = TorchOps.narrow(hidden, 1, hidden.getShape().get(1) - 1, 1);
            return TorchOps.cast(model.languageModel().logits(last), Dtype.FLOAT32)
                    .toFloatArray();
        }
    }

    private static float[] pictures(MultimodalModel model, int count) {
        int side = model.imageEncoder().orElseThrow().resolution();
        float[] pixels = new float[count * 3 * side * side];
        for (int i = 0; i < pixels.length; i++) {
            int picture = i / (3 * side * side);
            pixels[i] = (float) (2 * StrictMath.sin(0.05 * (i % side) * (1 + picture) + 0.0007 * i));
        }
        return pixels;
    }

    private static List<Integer> list(int[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
