package io.magma.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.config.ConfigException;
import io.magma.config.ConfigLoader;
import io.magma.config.RunConfig;
import io.magma.train.data.DataException;
import io.magma.train.data.ShardServer;
import io.magma.train.loop.ResumeMode;
import io.magma.train.loop.StopRequest;
import io.magma.train.metrics.TextProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs of a tiny multimodal model on streamed shards. */
class StreamingRunTest {
    @TempDir
    private Path dir;

    private TinyWorld world;
    private String source;

    @BeforeEach
    void write() throws IOException {
        world = new TinyWorld(dir);
        source = world.writeShards();
    }

    private RunConfig config(String source, String out, String... more) {
        String yaml = TinyWorld.CONFIG.replace(
                "  train: {path: data}\n", """
                train:
                - {format: webdataset, path: '%s', weight: 3, streaming: {shuffle_buffer: 5}}
                - {path: data}
                streaming_lanes: 2
                workers: 2
                """.formatted(source).indent(2));
        List<String> overrides = new ArrayList<>(List.of("checkpoint.dir=" + dir.resolve(out)));
        overrides.addAll(List.of(more));
        return ConfigLoader.parse("run.yml", yaml, dir, overrides);
    }

    @Test
    void aRunInPartsFromAServerIsTheRunInOneFromTheDisk() throws IOException {
        TinyWorld.run(config(source, "whole", "training.save_every=2"), ResumeMode.NEVER);
        try (ShardServer server = new ShardServer(dir.resolve("shards"))) {
            String remote = source.replace(dir + "/shards/", server.url(""));
            for (int steps = 1; steps <= 12; steps++) {
                TinyWorld.run(
                        config(remote, "parts", "training.save_every=2", "training.steps=" + steps), ResumeMode.AUTO);
            }
        }
        String state = "checkpoints/step-00000012/";
        assertThat(Files.readAllBytes(dir.resolve("parts").resolve(state + "trainable.safetensors")))
                .isEqualTo(Files.readAllBytes(dir.resolve("whole").resolve(state + "trainable.safetensors")));
        assertThat(cursor("parts/" + state)).isEqualTo(cursor("whole/" + state));
        assertThat(records("parts", "loss")).hasSize(12).isEqualTo(records("whole", "loss"));
        assertThat(records("parts", "data_mixture").get(11))
                .isEqualTo(records("whole", "data_mixture").get(5));
        JsonNode rows = records("whole", "data_rows").get(5);
        assertThat(rows.get(0).intValue() + rows.get(1).intValue()).isEqualTo(96);
        assertThat(rows.get(0).intValue()).isBetween(70, 74);
        assertThat(records("whole", "data_skipped").get(5).intValue()).isZero();
    }

    @Test
    void aRunSaysWhatItsSourcesGave() {
        StringBuilder shown = new StringBuilder();
        new TrainingRun(
                        config(source, "out", "training.steps=2"),
                        ResumeMode.NEVER,
                        new TextProgress(shown::append, false, 1))
                .run(StopRequest.manual());

        assertThat(shown.toString())
                .containsPattern(
                        "step 2: 1[123] rows of .*s\\{0\\.\\.2}-000000\\.tar \\([0-9.]+ %, weight 75\\.00 %\\),"
                                + " [345] rows of .*data \\([0-9.]+ %, weight 25\\.00 %\\); 0 samples skipped, 0 retries,"
                                + " [0-9.]+ MiB streamed");
    }

    @Test
    void aCheckpointOfIndexedSourcesIsNotGoneOnFromByStreaming() {
        TinyWorld.run(world.config("training.steps=2", "checkpoint.dir=" + dir.resolve("out")), ResumeMode.NEVER);

        assertThatThrownBy(() -> TinyWorld.run(config(source, "out"), ResumeMode.AUTO))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("not streamed");
    }

    @Test
    void aDeadServerEndsTheRun() throws IOException {
        ShardServer server = new ShardServer(dir.resolve("shards"));
        String remote = source.replace(dir + "/shards/", server.url(""));
        server.close();

        assertThatThrownBy(() ->
                        TinyWorld.run(config(remote, "out", "data.train.0.streaming.retries=1"), ResumeMode.NEVER))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("given up after 1 retries")
                .hasMessageNotContaining("\n");
    }

    private JsonNode cursor(String checkpoint) throws IOException {
        return new ObjectMapper()
                .readTree(dir.resolve(checkpoint).resolve("state.json").toFile())
                .path("data_cursor");
    }

    private List<JsonNode> records(String run, String key) throws IOException {
        List<JsonNode> values = new ArrayList<>();
        for (String line : Files.readAllLines(dir.resolve(run).resolve("metrics.jsonl"))) {
            JsonNode record = new ObjectMapper().readTree(line);
            if (record.has(key)) {
                values.add(record.get(key));
            }
        }
        return values;
    }
}
