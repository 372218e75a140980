package io.magma.multimodal;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.magma.config.ConfigLoader;
import io.magma.config.RunConfig;
import io.magma.testing.Cases;
import io.magma.torch.Autograd;
import io.magma.torch.Loss;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Gradients with recomputed activations against those of the ordinary way, for rows so different that they are several blocks. */
class RecomputedLossTest {
    @TestFactory
    Stream<DynamicTest> gradientsAreThoseOfTheOrdinaryWay() throws Exception {
        return Cases.each(folder -> {
            check(folder, "float32", 1e-6);
            check(folder, "bfloat16", 1e-2);
        });
    }

    private static void check(Path folder, String dtype, double tolerance) {
        RunConfig run = ConfigLoader.load(Cases.config(folder), List.of("model.language_model.dtype=" + dtype));
        try (MultimodalModel model = ModelLoader.load(run.model(), Device.cpu(), 0, Optional.empty())) {
            Map<String, float[]> plain = gradients(model, false);
            Map<String, float[]> recomputed = gradients(model, true);
            assertThat(recomputed.keySet()).isEqualTo(plain.keySet());
            plain.forEach((name, expected) -> {
                float[] actual = Objects.requireNonNull(recomputed.get(name));
                double largest = 0;
                double worst = 0;
                for (int i = 0; i < expected.length; i++) {
                    largest = Math.max(largest, Math.abs(expected[i]));
                    worst = Math.max(worst, Math.abs(expected[i] - actual[i]));
                }
                assertThat(worst).as(dtype + " " + name).isLessThanOrEqualTo(tolerance * largest);
            });
        }
    }

    private static Map<String, float[]> gradients(MultimodalModel model, boolean recompute) {
        model.parameters().values().forEach(Autograd::zeroGradient);
        List<TokenSequence> rows = new ArrayList<>();
        Random random = new Random(3);
        for (int length : new int[] {2, 3, 90, 3, 80}) {
            int[] ids = random.ints(length, 0, 300).toArray();
            rows.add(TokenSequence.afterImage(ids, 0));
        }
        BatchLayout layout = BatchLayout.forTargets(rows, model.tokensPerImage(), 0, model.shapes());
        assertThat(layout.blocks()).hasSizeGreaterThan(1);
        int resolution = model.imageEncoder().orElseThrow().resolution();
        float[] pixels = new float[rows.size() * 3 * resolution * resolution];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        try (NDManager scratch = model.manager().newSubManager()) {
            Loss loss = Autograd.recording(() ->
                    model.loss(layout, () -> model.embedImages(model.pixels(pixels, scratch)), recompute, scratch));
            loss.backward(0.01);
        }
        Map<String, float[]> gradients = new LinkedHashMap<>();
        model.parameters()
                .forEach((name, parameter) -> Autograd.gradient(parameter)
                        .ifPresent(gradient -> gradients.put(name, gradient.toFloatArray())));
        return gradients;
    }
}
