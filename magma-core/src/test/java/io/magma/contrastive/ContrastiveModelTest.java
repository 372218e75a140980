package io.magma.contrastive;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.config.BatchNormMode;
import io.magma.config.ComputeDtype;
import io.magma.config.ConfigLoader;
import io.magma.config.ModelConfig;
import io.magma.config.ObjectiveConfig;
import io.magma.config.TextTowerConfig;
import io.magma.config.TextTowerType;
import io.magma.torch.Autograd;
import io.magma.torch.TensorLists;
import io.magma.torch.TensorLists.AdamWSettings;
import io.magma.torch.TorchOps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole model learns: eight pairs, each picture finds its text. */
class ContrastiveModelTest {
    private static final int PAIRS = 8;
    private static final int SIDE = 32;

    @TempDir
    private Path dir;

    private final List<int[]> texts = IntStream.range(0, PAIRS)
            .mapToObj(i -> new int[] {1 + i % 3, 1 + i / 3, 0})
            .toList();

    @BeforeEach
    void writeFolders() throws IOException {
        Files.createDirectories(dir.resolve("lm"));
        Files.writeString(
                dir.resolve("lm/config.json"),
                "{\"model_type\": \"gpt2\", \"vocab_size\": 300, \"n_embd\": 16, \"n_layer\": 1, \"n_head\": 2,"
                        + " \"n_positions\": 16, \"eos_token_id\": 0}");
        Files.writeString(dir.resolve("lm/vocab.json"), "{\"<|endoftext|>\": 0, \"a\": 1, \"b\": 2, \"c\": 3}");
        Files.writeString(dir.resolve("lm/merges.txt"), "#version: 0.2\n");
        Files.createDirectories(dir.resolve("encoder"));
        Files.writeString(
                dir.resolve("encoder/config.json"),
                "{\"model_type\": \"clip_resnet\", \"layers\": [1, 1, 1, 1], \"width\": 8, \"image_size\": 32}");
    }

    @ParameterizedTest
    @EnumSource(ComputeDtype.class)
    void learnsEightPairsByHeart(ComputeDtype dtype) {
        try (ContrastiveModel model = ContrastiveLoader.load(config(), objective(dtype), Device.cpu(), 1)) {
            float[] pixels = pixels();
            List<NDArray> parameters = List.copyOf(model.parameters().values());
            List<NDArray> means = parameters.stream().map(TorchOps::zerosLike).toList();
            List<NDArray> variances =
                    parameters.stream().map(TorchOps::zerosLike).toList();
            List<NDArray> steps = parameters.stream()
                    .map(p -> p.getManager().zeros(new ai.djl.ndarray.types.Shape()))
                    .toList();
            model.training(true);
            for (int step = 0; step < 60; step++) {
                try (NDManager scratch = model.manager().newSubManager()) {
                    NDArray loss = Autograd.recording(() -> model.lossSum(pixels, texts, scratch));
                    Autograd.backward(loss, 1.0 / PAIRS);
                    List<NDArray> gradients = new ArrayList<>();
                    parameters.forEach(p -> gradients.add(Autograd.gradient(p).orElseThrow()));
                    TensorLists.adamW(
                            parameters,
                            gradients,
                            means,
                            variances,
                            steps,
                            new AdamWSettings(3e-3, 0.9, 0.95, 1e-8, 0),
                            scratch.create(0f));
                    gradients.forEach(NDArray::close);
                    parameters.forEach(Autograd::zeroGradient);
                }
            }
            model.training(false);
            assertThat(nearest(model, pixels)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
            assertThat(model.buffers())
                    .allSatisfy((name, tensor) -> assertThat(name).contains("running_"));
        }
    }

    @Test
    void trainedTensorsAreNamedByPart() {
        try (ContrastiveModel model =
                ContrastiveLoader.load(config(), objective(ComputeDtype.FLOAT32), Device.cpu(), 1)) {
            assertThat(model.parameters().keySet())
                    .contains("image_encoder.layer4.0.conv3.weight", "image_projection.weight", "logit_scale")
                    .contains("text_tower.token_embedding.weight");
            assertThat(model.buffers()).containsKey("image_encoder.bn1.running_mean");
            assertThat(model.frozen()).isEmpty();
        }
    }

    private static List<Integer> nearest(ContrastiveModel model, float[] pixels, List<int[]> texts) {
        try (NDManager scratch = model.manager().newSubManager()) {
            NDArray cosines = Autograd.frozen(() -> model.embedImages(pixels, scratch)
                    .matMul(model.embedTexts(texts, scratch).transpose()));
            List<Integer> nearest = new ArrayList<>();
            for (long i : cosines.argMax(1).toLongArray()) {
                nearest.add((int) i);
            }
            return nearest;
        }
    }

    private List<Integer> nearest(ContrastiveModel model, float[] pixels) {
        return nearest(model, pixels, texts);
    }

    private static float[] pixels() {
        float[] pixels = new float[PAIRS * 3 * SIDE * SIDE];
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        return pixels;
    }

    private ModelConfig config() {
        String yaml = """
                model:
                  language_model: {path: lm}
                  image_encoder: {path: encoder, weights: random, trainable: true, batch_norm: batch}
                data: {train: {path: data}}
                checkpoint: {dir: out}
                """;
        ModelConfig config = ConfigLoader.parse("run.yml", yaml, dir, List.of()).model();
        assertThat(config.imageEncoder().orElseThrow().batchNorm()).isEqualTo(BatchNormMode.BATCH);
        return config;
    }

    private static ObjectiveConfig.Contrastive objective(ComputeDtype dtype) {
        TextTowerConfig tower = new TextTowerConfig(TextTowerType.TRAINED, 1, 16, 2, 8);
        return new ObjectiveConfig.Contrastive(tower, 16, 0.07, 100, true, dtype);
    }
}
