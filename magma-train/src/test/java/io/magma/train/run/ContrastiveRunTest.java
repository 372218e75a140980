package io.magma.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.config.ConfigException;
import io.magma.config.ConfigLoader;
import io.magma.config.RunConfig;
import io.magma.torch.Dtype;
import io.magma.train.loop.ResumeMode;
import io.magma.train.loop.RunOutcome;
import io.magma.train.loop.StopRequest;
import io.magma.train.metrics.TextProgress;
import io.magma.vision.BatchStatistics;
import io.magma.vision.ImageEncoder;
import io.magma.vision.ImageEncoderFolder;
import io.magma.weights.LoadedWeights;
import io.magma.weights.StateDict;
import io.magma.weights.TrainableWeights;
import io.magma.weights.WeightFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A contrastive run from files to an encoder folder: eight pictures find their captions. */
class ContrastiveRunTest {
    private static final String CONFIG = """
            model:
              language_model: {path: lm}
              image_encoder: {path: encoder, weights: random, trainable: true, batch_norm: batch}
            data:
              train: {path: data}
              eval: {path: data}
            objective:
              type: contrastive
              text_tower: {layers: 1, hidden_size: 16, heads: 2, context_length: 8}
              embedding_dim: 16
            optimizer: {lr: 3.0e-3}
            schedule: {type: constant}
            training: {steps: 80, batch_size: 8, eval_every: 40, eval_batches: 0}
            checkpoint: {dir: out}
            """;

    @TempDir
    private Path dir;

    @BeforeEach
    void writeFolders() throws IOException {
        write(
                "lm/config.json",
                "{\"model_type\": \"gpt2\", \"vocab_size\": 300, \"n_embd\": 16, \"n_layer\": 1,"
                        + " \"n_head\": 2, \"n_positions\": 16, \"eos_token_id\": 0}");
        write("lm/vocab.json", "{\"<|endoftext|>\": 0, \"a\": 1, \"b\": 2, \"c\": 3, \"d\": 4}");
        write("lm/merges.txt", "#version: 0.2\n");
        write(
                "encoder/config.json",
                "{\"model_type\": \"clip_resnet\", \"layers\": [1, 1, 1, 1], \"width\": 8, \"image_size\": 32}");
        String[] captions = {"a", "b", "c", "d", "ab", "ba", "cd", "dc"};
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < captions.length; i++) {
            BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
            for (int p = 0; p < 1024; p++) {
                image.setRGB(p % 32, p / 32, random.nextInt(1 << 24));
            }
            Files.createDirectories(dir.resolve("data/images"));
            ImageIO.write(image, "png", dir.resolve("data/images/" + i + ".png").toFile());
            write(
                    "data/image_data/" + i + ".json",
                    "{\"image_path\": \"images/" + i + ".png\", \"captions\": [\"" + captions[i] + "\"]}");
        }
    }

    @Test
    void picturesFindTheirCaptionsAndTheEncoderIsExported() throws IOException {
        RunConfig config = ConfigLoader.parse("run.yml", CONFIG, dir, List.of());
        RunOutcome outcome = new TrainingRun(config, ResumeMode.NEVER, new TextProgress(line -> {}, false, 100))
                .run(StopRequest.manual());
        assertThat(outcome.ending()).isEqualTo(RunOutcome.Ending.COMPLETED);

        List<String> lines = Files.readAllLines(dir.resolve("out/metrics.jsonl"));
        JsonNode last = new ObjectMapper().readTree(lines.get(lines.size() - 1));
        assertThat(last.path("eval_retrieval_top1").asDouble()).isEqualTo(1.0);
        assertThat(last.path("eval_retrieval_top5").asDouble()).isEqualTo(1.0);
        assertThat(last.path("eval_loss").asDouble()).isLessThan(0.5);

        Path trainable = dir.resolve("out/checkpoints/step-00000080/trainable.safetensors");
        Path exported = dir.resolve("exported");
        ImageEncoderExport.write(config.model().imageEncoder().orElseThrow(), trainable, exported);
        assertSameFeatures(trainable, exported);
        assertThatThrownBy(() ->
                        ImageEncoderExport.write(config.model().imageEncoder().orElseThrow(), trainable, exported))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("exists already");
    }

    /** The folder, read back as any frozen encoder is, against the checkpoint's own tensors. */
    private static void assertSameFeatures(Path trainable, Path exported) {
        try (NDManager manager = NDManager.newBaseManager()) {
            LoadedWeights files = new LoadedWeights(WeightFiles.open(exported), manager, Dtype.FLOAT32);
            ImageEncoder encoder = build(ImageEncoderFolder.open(exported), files);
            files.requireComplete(name -> false);
            TrainableWeights original =
                    new TrainableWeights(manager, 0, Optional.of(StateDict.load(trainable, manager)));
            ImageEncoder expected = ImageEncoderFolder.open(exported)
                    .buildResNet(
                            original.within("image_encoder."),
                            original.within("image_encoder."),
                            OptionalInt.empty(),
                            new BatchStatistics());
            NDArray pixels = manager.arange(3 * 32 * 32)
                    .toType(DataType.FLOAT32, false)
                    .div(1000)
                    .sin()
                    .reshape(new Shape(1, 3, 32, 32));
            assertThat(encoder.forward(pixels).toFloatArray())
                    .containsExactly(expected.forward(pixels).toFloatArray(), within(1e-4f));
        }
    }

    private static ImageEncoder build(ImageEncoderFolder folder, LoadedWeights files) {
        return folder.buildResNet(files, files, OptionalInt.empty(), new BatchStatistics());
    }

    private void write(String file, String text) throws IOException {
        Path path = dir.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
