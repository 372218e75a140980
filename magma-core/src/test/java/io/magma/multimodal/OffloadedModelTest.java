package io.magma.multimodal;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.config.ConfigLoader;
import io.magma.config.RunConfig;
import io.magma.generate.Generation;
import io.magma.generate.Generator;
import io.magma.generate.PromptBatch;
import io.magma.generate.SamplingConfig;
import io.magma.testing.Cases;
import io.magma.torch.Autograd;
import io.magma.torch.Loss;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whole models with their blocks on the device and in host memory: losses, gradients, tokens and hashes are the same, bit by bit. */
class OffloadedModelTest {
    @TestFactory
    Stream<DynamicTest> nothingChanges() throws Exception {
        return Cases.each(folder -> {
            check(folder, "float32", 3);
            check(folder, "int8", 2);
        });
    }

    private static void check(Path folder, String dtype, int mostSlots) throws Exception {
        String type = "model.language_model.dtype=" + dtype;
        Outcome expected = outcome(folder, type, "model.language_model.offload=none");
        for (int slots = 1; slots <= mostSlots; slots++) {
            Outcome actual = outcome(
                    folder, type, "model.language_model.offload=host", "model.language_model.resident_blocks=" + slots);
            assertThat(actual.losses).isEqualTo(expected.losses);
            assertThat(actual.gradients.keySet()).isEqualTo(expected.gradients.keySet());
            expected.gradients.forEach(
                    (name, gradient) -> assertThat(actual.gradients).as(name).containsEntry(name, gradient));
            assertThat(actual.tokens).isEqualTo(expected.tokens);
            assertThat(actual.frozenHash).isEqualTo(expected.frozenHash);
            assertThat(actual.frozen).isEqualTo(expected.frozen);
        }
    }

    private static Outcome outcome(Path folder, String... settings) {
        List<String> overrides = new ArrayList<>(List.of(settings));
        overrides.add("training.activation_checkpointing=true");
        RunConfig run = ConfigLoader.load(Cases.config(folder), overrides);
        try (MultimodalModel model = ModelLoader.load(run.model(), Device.cpu(), 0, Optional.empty())) {
            Random random = new Random(5);
            List<TokenSequence> rows = new ArrayList<>();
            for (int length : new int[] {2, 3, 90, 3, 80}) {
                rows.add(TokenSequence.afterImage(random.ints(length, 0, 300).toArray(), 0));
            }
            int resolution = model.imageEncoder().orElseThrow().resolution();
            float[] pixels = new float[rows.size() * 3 * resolution * resolution];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (float) random.nextGaussian();
            }
            return new Outcome(
                    losses(model, rows, pixels),
                    gradients(model, rows, pixels),
                    tokens(model, rows, pixels),
                    model.frozenHash(),
                    List.copyOf(model.frozen().keySet()));
        }
    }

    private static List<Float> losses(MultimodalModel model, List<TokenSequence> rows, float[] pixels) {
        try (NDManager scratch = model.manager().newSubManager()) {
            BatchLayout layout = BatchLayout.forTargets(rows, model.tokensPerImage());
            return list(model.losses(layout, Optional.of(model.pixels(pixels, scratch)), scratch));
        }
    }

    private static Map<String, List<Float>> gradients(MultimodalModel model, List<TokenSequence> rows, float[] pixels) {
        BatchLayout layout = BatchLayout.forTargets(rows, model.tokensPerImage());
        assertThat(layout.blocks()).hasSizeGreaterThan(1);
        try (NDManager scratch = model.manager().newSubManager()) {
            Loss loss = Autograd.recording(
                    () -> model.loss(layout, () -> model.embedImages(model.pixels(pixels, scratch)), true, scratch));
            loss.backward(0.01);
        }
        Map<String, List<Float>> gradients = new TreeMap<>();
        model.parameters()
                .forEach((name, parameter) ->
                        Autograd.gradient(parameter).ifPresent(gradient -> gradients.put(name, list(gradient))));
        return gradients;
    }

    private static List<List<Integer>> tokens(MultimodalModel model, List<TokenSequence> rows, float[] pixels) {
        try (NDManager scratch = model.manager().newSubManager()) {
            BatchLayout layout = BatchLayout.forPrompts(rows, model.tokensPerImage());
            NDArray embeddings = model.embed(layout, Optional.of(model.pixels(pixels, scratch)), scratch);
            return new Generator(model.languageModel(), model.tokenizer(), -1)
                    .generate(new PromptBatch(embeddings, layout.padding()), SamplingConfig.greedy(8)).stream()
                            .map(Generation::tokens)
                            .map(row -> IntStream.of(row).boxed().toList())
                            .toList();
        }
    }

    private static List<Float> list(NDArray numbers) {
        List<Float> list = new ArrayList<>();
        for (float number : numbers.toFloatArray()) {
            list.add(number);
        }
        return list;
    }

    private record Outcome(
            List<Float> losses,
            Map<String, List<Float>> gradients,
            List<List<Integer>> tokens,
            String frozenHash,
            List<String> frozen) {}
}
