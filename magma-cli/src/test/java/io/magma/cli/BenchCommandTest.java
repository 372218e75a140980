package io.magma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void trainMeasuresEveryBatchSize() throws IOException {
        Path file = folder.resolve("bench.json");
        Invocation bench = Invocation.of(
                "bench",
                "train",
                "--size",
                "tiny",
                "--steps",
                "3",
                "--warmup",
                "1",
                "--batch-sizes",
                "2,4",
                "--json",
                "--output",
                file.toString(),
                "--set",
                "training.seed=3");

        assertThat(bench.status()).as(bench.err()).isZero();
        JsonNode all = JSON.readTree(bench.out());
        assertThat(JSON.readTree(file.toFile())).isEqualTo(all);
        assertThat(all.path("workload").asText()).isEqualTo("tiny");
        assertThat(all.at("/set/0").asText()).isEqualTo("training.seed=3");
        assertThat(all.at("/machine/threads").asInt()).isPositive();
        assertThat(all.path("results")).hasSize(2);
        JsonNode larger = all.at("/results/1");
        assertThat(larger.path("batch_size").asInt()).isEqualTo(4);
        assertThat(larger.at("/seconds/count").asInt()).isEqualTo(3);
        assertThat(larger.at("/seconds/median").asDouble())
                .isBetween(
                        larger.at("/seconds/low").asDouble(),
                        larger.at("/seconds/high").asDouble());
        assertThat(larger.path("data_wait_fraction").asDouble()).isBetween(0.0, 1.0);
        assertThat(larger.at("/phase_seconds/backward").asDouble()).isPositive();
    }

    @Test
    void generateAndDataPrintTables() {
        Invocation generate = Invocation.of(
                "bench", "generate", "--size", "tiny", "--batch-sizes", "2", "--lengths", "3,6", "--rounds", "2");
        assertThat(generate.status()).as(generate.err()).isZero();
        assertThat(generate.out()).contains("workload: tiny\n", "first_token_seconds", "tokens_per_second");
        assertThat(generate.out().lines().filter(line -> line.strip().startsWith("2  ")))
                .hasSize(2);

        Invocation data = Invocation.of("bench", "data", "--size", "tiny", "--batches", "2");
        assertThat(data.status()).as(data.err()).isZero();
        assertThat(data.out()).contains("threads  batch_size");
    }

    @Test
    void aMeasurementNeedsAWorkload() {
        assertThat(Invocation.of("bench", "train").status()).isEqualTo(2);
        assertThat(Invocation.of("bench", "train", "--size", "tiny", "--steps", "0")
                        .err())
                .contains("--steps must be at least 1");
        assertThat(Invocation.of(
                                "bench",
                                "data",
                                "--size",
                                "tiny",
                                "-o",
                                folder.resolve("no/b.json").toString())
                        .status())
                .isEqualTo(2);
    }
}
