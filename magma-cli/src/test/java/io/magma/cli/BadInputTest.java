package io.magma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.magma.testing.TinyRunFiles;
import io.magma.torch.HostData;
import io.magma.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Broken files and impossible wishes: one clear line that names the place, exit code 1 or 2. */
class BadInputTest {
    @TempDir
    private Path dir;

    private Path config;

    @BeforeEach
    void write() throws IOException {
        config = TinyRunFiles.write(dir);
    }

    /** What {@code train} says at its end: all before are notes about the run. */
    private String train(int status, String... overrides) {
        String[] command = new String[3 + 2 * overrides.length];
        command[0] = "train";
        command[1] = "-c";
        command[2] = config.toString();
        for (int i = 0; i < overrides.length; i++) {
            command[3 + 2 * i] = "--set";
            command[4 + 2 * i] = overrides[i];
        }
        Invocation train = Invocation.of(command);
        assertThat(train.status()).as(train.err()).isEqualTo(status);
        assertThat(train.out().isEmpty()).isEqualTo(status != 0);
        assertThat(train.err()).doesNotContain("\tat ").doesNotContain("internal error");
        return train.err().lines().reduce("", (before, line) -> line);
    }

    @Test
    void missingWeights() throws IOException {
        Files.delete(dir.resolve("gpt2/model.safetensors"));
        assertThat(train(1)).startsWith("magma: " + dir.resolve("gpt2")).contains("model.safetensors");
    }

    @Test
    void truncatedWeights() throws IOException {
        Path weights = dir.resolve("clip_resnet/model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        Files.write(weights, java.util.Arrays.copyOf(bytes, bytes.length - 100));
        assertThat(train(1)).startsWith("magma: " + weights + ": ").contains("truncated");
    }

    @Test
    void weightsOfAnotherShape() throws IOException {
        Path lm = dir.resolve("gpt2/config.json");
        Files.writeString(lm, Files.readString(lm).replace("\"n_positions\": 48", "\"n_positions\": 96"));
        assertThat(train(1)).startsWith("magma: " + dir.resolve("gpt2")).contains("wpe.weight", "(48, 32)", "(96, 32)");
    }

    @Test
    void trainedTensorsOfAnotherShape() {
        Path init = dir.resolve("init.safetensors");
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            SafetensorsWriter.write(
                    init, Map.of("image_prefix.proj.bias", HostData.floats(manager, new float[7], 7)), Map.of());
        }
        assertThat(train(1, "model.init=" + init))
                .startsWith("magma: ")
                .contains("init.safetensors", "image_prefix.proj.bias", "(7)", "image_prefix.proj.weight");
    }

    @Test
    void unknownArchitectures() throws IOException {
        Files.writeString(dir.resolve("gpt2/config.json"), "{\"model_type\": \"bert\"}");
        assertThat(train(1))
                .startsWith("magma: " + dir.resolve("gpt2/config.json"))
                .contains("bert", "gpt2");
        write();
        Files.writeString(dir.resolve("clip_resnet/config.json"), "{\"model_type\": \"vgg\"}");
        assertThat(train(1))
                .startsWith("magma: " + dir.resolve("clip_resnet/config.json"))
                .contains("unknown model_type 'vgg'", "clip_resnet");
    }

    @Test
    void aTokenizerOfAnotherModel() throws IOException {
        Path vocabulary = dir.resolve("gpt2/vocab.json");
        Files.writeString(vocabulary, Files.readString(vocabulary).replace("{", "{\"é\": 61, "));
        assertThat(train(2))
                .isEqualTo(dir.resolve("gpt2") + ": the tokenizer has ids up to 61, but the language model's vocabulary"
                        + " has only 61 entries");
    }

    @Test
    void unreadablePictures() throws IOException {
        Path picture = Files.writeString(dir.resolve("data/images/1.png"), "no picture");
        assertThat(Invocation.of("generate", "-c", config.toString(), "--image", picture.toString()))
                .isEqualTo(new Invocation(
                        1,
                        "",
                        "magma: " + picture + ": not a picture in a known format (PNG, JPEG, GIF, BMP, WebP)\n"));
        assertThat(train(1, "data.max_corrupt_fraction=0"))
                .startsWith("magma: ")
                .contains("1.png");
    }

    @Test
    void anEmptyDataSet() throws IOException {
        Files.createDirectories(dir.resolve("none/image_data"));
        assertThat(train(1, "data.train.0.path=" + dir.resolve("none"))).startsWith("magma: " + dir.resolve("none"));
        Invocation score = Invocation.of(
                "score",
                "-c",
                config.toString(),
                "--data",
                dir.resolve("none").toString(),
                "-o",
                dir + "/scores.jsonl");
        assertThat(score.status()).isEqualTo(1);
        assertThat(score.err()).startsWith("magma: " + dir.resolve("none")).hasLineCount(1);
    }

    @Test
    void misspeltKeys() throws IOException {
        Files.writeString(config, Files.readString(config).replace("lr:", "learning_rat:"));
        Invocation train = Invocation.of("train", "-c", config.toString());
        assertThat(train.status()).isEqualTo(2);
        assertThat(train.err())
                .startsWith(config + ":")
                .contains("optimizer.learning_rat: unknown key")
                .hasLineCount(1);
        write();
        Files.writeString(config, Files.readString(config).replace("batch_size", "batch_sise"));
        assertThat(Invocation.of("train", "-c", config.toString()).err()).contains("batch_size");
    }

    @Test
    void aCaptionLongerThanTheContext() throws IOException {
        Files.writeString(
                dir.resolve("data/image_data/3.json"),
                "{\"image_path\": \"images/3.png\", \"captions\": [\"" + "ab".repeat(400) + "\"]}");
        assertThat(train(1)).startsWith("magma: ").contains("3.json", "context");
    }

    /** A file in the folder's place stops even a user who may do everything. */
    @Test
    void outputFoldersThatCannotBeWritten() throws IOException {
        Path file = Files.writeString(dir.resolve("file"), "a file");
        String below = file.resolve("below").toString();
        assertThat(train(1, "checkpoint.dir=" + below))
                .startsWith("magma: " + below + ": cannot write checkpoints here: ");
        assertThat(train(0)).isNotEqualTo("");
        String run = dir.resolve("out").toString();
        String data = dir.resolve("data").toString();
        String[][] commands = {
            {"export", run, "-o", below},
            {"score", "-m", run, "--data", data, "-o", below},
            {"eval", "-m", run, "--data", "val=" + data, "-o", below},
            {"report", run, "-o", below},
            {"tokenizer", "train", "--input", run + "/config.yml", "--vocab-size", "260", "--output", below},
        };
        for (String[] command : commands) {
            Invocation refused = Invocation.of(command);
            assertThat(refused.status()).as(String.join(" ", command)).isIn(1, 2);
            assertThat(refused.out()).isEmpty();
            assertThat(refused.err()).contains(below).hasLineCount(1);
        }
        assertThat(file).hasContent("a file");
        assertThat(Invocation.of("eval", "-m", run, "--data", "val=" + data, "-o", run))
                .isEqualTo(new Invocation(2, "", run + ": is a folder, not a file to write\n"));
    }
}
