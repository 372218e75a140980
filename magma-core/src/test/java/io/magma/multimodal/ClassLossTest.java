package io.magma.multimodal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.config.ConfigLoader;
import io.magma.config.InferenceConfig;
import io.magma.testing.FixedInit;
import io.magma.testing.TinyVisionLanguage;
import io.magma.torch.Autograd;
import io.magma.torch.HostData;
import io.magma.torch.TorchOps;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loss and gradient of the class head against the formulas of softmax regression, in double on the host. */
class ClassLossTest {
    private static final int CLASSES = 3;
    private static final int[] LENGTHS = {2, 3, 40, 3, 38, 2, 3, 2, 3}; // so different that they are several blocks
    private static final int[] LABELS = {2, 0, 1, 1, 2, 0, 0, 1, 2};

    @TempDir
    private Path dir;

    private MultimodalModel model;
    private final List<int[]> prompts = new ArrayList<>();
    private float[] pixels;

    @BeforeEach
    void load() {
        TinyVisionLanguage.write(dir);
        String yaml = "model:\n"
                + (TinyVisionLanguage.MODEL + "class_head: {labels: [neutral, entailment, contradiction]}\n")
                        .replaceAll("(?m)^(?=.)", "  ");
        InferenceConfig config = ConfigLoader.parse("config.yml", yaml, dir, InferenceConfig.class, List.of());
        model = ModelLoader.load(config.model(), Device.cpu(), 0, Optional.empty());
        model.parameters().forEach((name, tensor) -> set(name, FixedInit.values(name, shape(tensor))));
        Random random = new Random(5);
        for (int length : LENGTHS) {
            prompts.add(random.ints(length, 0, 60).toArray());
        }
        int side = model.imageEncoder().orElseThrow().resolution();
        pixels = new float[LENGTHS.length * 3 * side * side];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
    }

    @AfterEach
    void free() {
        model.close();
    }

    private static long[] shape(NDArray tensor) {
        return tensor.getShape().getShape();
    }

    private NDArray parameter(String name) {
        return Objects.requireNonNull(model.parameters().get(name));
    }

    private void set(String name, float[] values) {
        NDArray tensor = parameter(name);
        TorchOps.copyInto(tensor, HostData.floats(model.manager(), values, shape(tensor)));
    }

    private BatchLayout layout() {
        List<TokenSequence> rows = new ArrayList<>();
        for (int row = 0; row < LABELS.length; row++) {
            int[] prompt = prompts.get(row);
            int[] items = Arrays.copyOf(prompt, prompt.length + 1);
            items[prompt.length] = LABELS[row];
            rows.add(TokenSequence.afterImage(items, prompt.length));
        }
        return BatchLayout.forTargets(rows, model.tokensPerImage());
    }

    /** Final hidden state of each prompt's last token, each prompt alone and as generation reads it. */
    private double[][] hidden() {
        double[][] states = new double[LABELS.length][];
        int floats = pixels.length / LABELS.length;
        for (int row = 0; row < LABELS.length; row++) {
            int[] items = new int[prompts.get(row).length + 1];
            items[0] = TokenSequence.IMAGE;
            System.arraycopy(prompts.get(row), 0, items, 1, items.length - 1);
            BatchLayout one = BatchLayout.forPrompts(List.of(TokenSequence.prompt(items)), model.tokensPerImage());
            float[] own = Arrays.copyOfRange(pixels, row * floats, (row + 1) * floats);
            try (NDManager scratch = model.manager().newSubManager()) {
                float[] all = Autograd.frozen(() -> model.languageModel()
                        .hidden(model.embed(one, Optional.of(model.pixels(own, scratch)), scratch))
                        .toFloatArray());
                int d = model.languageModel().config().hiddenSize();
                states[row] = new double[d];
                for (int i = 0; i < d; i++) {
                    states[row][i] = all[all.length - d + i];
                }
            }
        }
        return states;
    }

    /** Softmax of {@code W · h + b}. */
    private double[] probabilities(double[] h) {
        float[] weight = parameter("class_head.weight").toFloatArray();
        float[] bias = parameter("class_head.bias").toFloatArray();
        double[] p = new double[CLASSES];
        double sum = 0;
        for (int c = 0; c < CLASSES; c++) {
            double logit = bias[c];
            for (int i = 0; i < h.length; i++) {
                logit += weight[c * h.length + i] * h[i];
            }
            p[c] = Math.exp(logit);
            sum += p[c];
        }
        for (int c = 0; c < CLASSES; c++) {
            p[c] /= sum;
        }
        return p;
    }

    private Map<String, float[]> gradients(boolean recompute) {
        model.parameters().values().forEach(Autograd::zeroGradient);
        try (NDManager scratch = model.manager().newSubManager()) {
            ClassLoss loss = Autograd.recording(() -> model.classLoss(
                    layout(), () -> model.embedImages(model.pixels(pixels, scratch)), recompute, scratch));
            loss.sum().backward(1);
        }
        Map<String, float[]> gradients = new LinkedHashMap<>();
        model.parameters()
                .forEach((name, parameter) -> Autograd.gradient(parameter)
                        .ifPresent(gradient -> gradients.put(name, gradient.toFloatArray())));
        return gradients;
    }

    private ClassLoss loss(NDManager scratch) {
        return Autograd.frozen(() ->
                model.classLoss(layout(), () -> model.embedImages(model.pixels(pixels, scratch)), false, scratch));
    }

    private double lossValue() {
        try (NDManager scratch = model.manager().newSubManager()) {
            return loss(scratch).sum().value().getFloat();
        }
    }

    /** {@code -Σ log p(label)}, {@code dL/dW = Σ (p - onehot) hᵀ} and {@code dL/db = Σ (p - onehot)}. */
    @Test
    void lossAndGradientAreThoseOfSoftmaxRegression() {
        assertThat(layout().blocks()).hasSizeGreaterThan(1);
        double[][] states = hidden();
        int d = states[0].length;
        double expected = 0;
        int right = 0;
        double[] byWeight = new double[CLASSES * d];
        double[] byBias = new double[CLASSES];
        for (int row = 0; row < LABELS.length; row++) {
            double[] p = probabilities(states[row]);
            expected -= Math.log(p[LABELS[row]]);
            boolean best = true;
            for (int c = 0; c < CLASSES; c++) {
                best &= p[c] <= p[LABELS[row]];
                double off = p[c] - (c == LABELS[row] ? 1 : 0);
                byBias[c] += off;
                for (int i = 0; i < d; i++) {
                    byWeight[c * d + i] += off * states[row][i];
                }
            }
            right += best ? 1 : 0;
        }
        try (NDManager scratch = model.manager().newSubManager()) {
            ClassLoss loss = loss(scratch);
            assertThat((double) loss.sum().value().getFloat()).isCloseTo(expected, within(1e-4));
            assertThat(loss.correct().getLong()).isEqualTo(right);
        }
        for (boolean recompute : new boolean[] {false, true}) {
            Map<String, float[]> gradients = gradients(recompute);
            assertClose(Objects.requireNonNull(gradients.get("class_head.weight")), byWeight);
            assertClose(Objects.requireNonNull(gradients.get("class_head.bias")), byBias);
        }
    }

    private static void assertClose(float[] actual, double[] expected) {
        assertThat(actual).hasSize(expected.length);
        for (int i = 0; i < actual.length; i++) {
            assertThat((double) actual[i]).isCloseTo(expected[i], within(1e-4));
        }
    }

    /** The slope of the loss along the gradient is its squared norm. */
    @Test
    void theGradientReachesThePicturesProjection() {
        String name = "image_prefix.proj.bias";
        float[] gradient = Objects.requireNonNull(gradients(false).get(name));
        float[] start = parameter(name).toFloatArray();
        double norm = 0;
        for (float g : gradient) {
            norm += (double) g * g;
        }
        double step = 1e-2 / Math.sqrt(norm);
        double above = lossAt(name, start, gradient, step);
        double below = lossAt(name, start, gradient, -step);
        assertThat(norm).isPositive();
        assertThat((above - below) / (2 * step)).isCloseTo(norm, within(0.02 * norm));
    }

    private double lossAt(String name, float[] start, float[] direction, double step) {
        float[] moved = start.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += (float) (step * direction[i]);
        }
        set(name, moved);
        return lossValue();
    }
}
