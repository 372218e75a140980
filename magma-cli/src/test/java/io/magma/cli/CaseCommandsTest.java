package io.magma.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.magma.testing.Cases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands on whole models against what PyTorch and transformers gave for the same files. */
class CaseCommandsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path out;

    private static double[] numbers(JsonNode array) {
        return JSON.convertValue(array, double[].class);
    }

    private static String config(Path folder) {
        return Cases.config(folder).toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gptj-rn-trained", "neox-vit-pooled"})
    void scoreGivesTheReferencesLogProbabilities(String name) throws IOException {
        Path folder = Cases.folder(name);
        Path file = out.resolve("scores.jsonl");

        Invocation score = Invocation.of(
                "score",
                "-c",
                config(folder),
                "--data",
                folder.resolve("data").toString(),
                "--output",
                file.toString());

        assertThat(score.err()).isEmpty();
        assertThat(score.status()).isZero();
        Map<String, JsonNode> lines = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode json = JSON.readTree(line);
            lines.put(json.path("image").asText(), json);
        }
        for (JsonNode sample : Cases.expected(folder).path("samples")) {
            JsonNode line = lines.getOrDefault(sample.path("image").asText(), MissingNode.getInstance());

            assertThat(line.path("tokens")).isEqualTo(sample.path("ids"));
            double[] logprobs = numbers(sample.path("logprobs"));
            assertThat(numbers(line.path("logprobs"))).containsExactly(logprobs, offset(2e-4));
            assertThat(line.path("loss").asDouble())
                    .isCloseTo(-java.util.Arrays.stream(logprobs).average().orElseThrow(), offset(2e-4));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama-vit-both"})
    void generateGivesTheReferencesTokens(String name) throws IOException {
        Path folder = Cases.folder(name);
        JsonNode sample = Cases.expected(folder).path("samples").path(1);
        List<String> common = List.of(
                "generate",
                "-c",
                config(folder),
                "--image",
                folder.resolve(sample.path("image").asText()).toString(),
                "--max-new-tokens",
                "12");

        JsonNode caption = JSON.readTree(Invocation.of(with(common, "--json")).out());
        JsonNode prompted = JSON.readTree(
                Invocation.of(with(common, "--json", "--prompt", "a")).out());
        String text = Invocation.of(with(common, "--prompt", "a")).out();

        assertThat(caption.path("tokens")).isEqualTo(sample.path("greedy"));
        assertThat(prompted.path("tokens")).isEqualTo(sample.path("greedy_prompted"));
        assertThat(text).isEqualTo(prompted.path("text").asText() + System.lineSeparator());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-vit-parallel"})
    void trainFollowsTheReferencesCurveAndLeavesAModel(String name) throws IOException {
        Path folder = Cases.folder(name);
        Path run = out.resolve("run");
        String dir = "checkpoint.dir=" + run;

        Invocation half = Invocation.of("train", "-c", config(folder), "--set", dir, "--set", "training.steps=5");
        Invocation rest = Invocation.of("train", "-c", config(folder), "--set", dir, "--set", "training.steps=10");

        assertThat(half.status()).isZero();
        assertThat(half.out()).contains("5 of 5 steps, completed");
        assertThat(rest.err()).contains("continuing after step 5");
        assertThat(rest.status()).isZero();
        List<String> metrics = Files.readAllLines(run.resolve("metrics.jsonl"));
        assertThat(metrics).hasSize(10);
        JsonNode curve = Cases.expected(folder).path("curve");
        for (int step = 0; step < 10; step++) {
            JsonNode line = JSON.readTree(metrics.get(step));
            assertThat(line.path("loss").asDouble())
                    .as("loss of step %d", step + 1)
                    .isCloseTo(curve.path(step).path("loss").asDouble(), offset(5e-4));
            assertThat(line.path("grad_norm").asDouble())
                    .isCloseTo(curve.path(step).path("grad_norm").asDouble(), offset(5e-4));
        }
        String image = folder.resolve("data/images/00000/000000.png").toString();
        assertThat(Invocation.of("generate", "-m", run.toString(), "--image", image, "--json")
                        .status())
                .isZero();
        assertThat(Invocation.of("report", run.toString()).status()).isZero();
        assertThat(run.resolve("report.html")).isNotEmptyFile();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gptj-rn-trained"})
    void infoCountsFrozenAndTrainedParameters(String name) throws IOException {
        Path folder = Cases.folder(name);

        Invocation table = Invocation.of("info", "-c", config(folder));
        JsonNode json = JSON.readTree(
                Invocation.of("info", "-c", config(folder), "--json").out());

        // Counted in the case's safetensors files: init, language model, and running statistics of the encoder.
        assertThat(json.path("trained_parameters").asLong()).isEqualTo(137_228);
        assertThat(json.path("all_parameters").asLong()).isEqualTo(189_708);
        assertThat(table.out()).contains("language_model", "frozen", "trained: 137,228 of 189,708 parameters");
    }

    private static String[] with(List<String> common, String... more) {
        return Stream.concat(common.stream(), Stream.of(more)).toArray(String[]::new);
    }
}
