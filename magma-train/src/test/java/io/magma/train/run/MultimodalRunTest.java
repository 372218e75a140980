package io.magma.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.config.ConfigException;
import io.magma.config.RunConfig;
import io.magma.train.data.DataException;
import io.magma.train.loop.ResumeMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs of a tiny multimodal model on real files. */
class MultimodalRunTest {
    @TempDir
    private Path dir;

    private TinyWorld world;

    @BeforeEach
    void write() throws IOException {
        world = new TinyWorld(dir);
    }

    @Test
    void eightPicturesAreLearntByHeart() throws IOException {
        TinyWorld.run(
                world.config(
                        "training.steps=150",
                        "model.image_prefix.dropout=0",
                        "model.image_encoder.trainable=true",
                        "optimizer.image_encoder_lr=1e-3"),
                ResumeMode.NEVER);
        // Blind, the best is ln 8 nats for each of eight captions of 2.5 tokens on average: 0.83 a token.
        assertThat(losses("out").get(149)).isLessThan(0.4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "training.seed=0",
                "training.ema_decay=0.9 training.eval_every=4",
                "model.language_model.dtype=float16 training.loss_scale_window=3",
                "model.freeze.language_model=false",
                "model.freeze.language_model=false model.language_model.dtype=bfloat16 model.language_model.weights=random",
                "model.image_encoder.trainable=true model.image_encoder.compute_dtype=bfloat16",
                "model.image_encoder.trainable=true model.image_encoder.batch_norm=batch"
            })
    void aRunInTwoPartsIsTheRunInOne(String trained) throws IOException {
        TinyWorld.run(parts(trained, "whole", 12), ResumeMode.NEVER);
        TinyWorld.run(parts(trained, "parts", 5), ResumeMode.AUTO);
        TinyWorld.run(parts(trained, "parts", 12), ResumeMode.AUTO);
        assertThat(losses("parts")).isEqualTo(losses("whole"));
        assertThat(Files.readAllBytes(dir.resolve("parts/checkpoints/step-00000012/trainable.safetensors")))
                .isEqualTo(Files.readAllBytes(dir.resolve("whole/checkpoints/step-00000012/trainable.safetensors")));
    }

    /** Training, evaluation, generation, the guard of the frozen weights and going on, with one block on the device at a time. */
    @Test
    void blocksInHostMemoryChangeNothing() throws IOException {
        String rhythm = "training.activation_checkpointing=true training.eval_every=4 ";
        TinyWorld.run(parts(rhythm + "training.save_every=4", "device", 12), ResumeMode.NEVER);
        String host = rhythm + "model.language_model.offload=host model.language_model.resident_blocks=";
        TinyWorld.run(parts(host + 1, "host", 5), ResumeMode.AUTO);
        TinyWorld.run(parts(host + 2, "host", 12), ResumeMode.AUTO);
        assertThat(losses("host")).isEqualTo(losses("device"));
        String last = "checkpoints/step-00000012/";
        assertThat(Files.readAllBytes(dir.resolve("host/" + last + "trainable.safetensors")))
                .isEqualTo(Files.readAllBytes(dir.resolve("device/" + last + "trainable.safetensors")));
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(dir.resolve("host/" + last + "state.json").toFile())
                        .path("frozen_hash")
                        .asText())
                .isNotEmpty()
                .isEqualTo(json.readTree(
                                dir.resolve("device/" + last + "state.json").toFile())
                        .path("frozen_hash")
                        .asText());
        assertThat(evaluations("host")).isNotEmpty().isEqualTo(evaluations("device"));
    }

    private List<JsonNode> evaluations(String run) throws IOException {
        List<JsonNode> found = new ArrayList<>();
        for (String line : Files.readAllLines(dir.resolve(run + "/metrics.jsonl"))) {
            JsonNode record = new ObjectMapper().readTree(line);
            // The end of the first part is evaluated too.
            if (record.has("eval_loss") && record.path("step").intValue() % 4 == 0) {
                found.add(record.path("eval_loss"));
            }
        }
        return found;
    }

    private RunConfig parts(String trained, String folder, int steps) {
        List<String> overrides = new ArrayList<>(List.of(trained.split(" ", -1)));
        overrides.add("checkpoint.dir=" + dir.resolve(folder));
        overrides.add("training.steps=" + steps);
        return world.config(overrides.toArray(String[]::new));
    }

    @Test
    void halfPrecisionFollowsFloat32AndSkipsWhatOverflows() throws IOException {
        String still = "model.image_prefix.dropout=0";
        TinyWorld.run(world.config(still, "checkpoint.dir=" + dir.resolve("single")), ResumeMode.NEVER);
        // 2^24 times the gradients of a first step overflow float16 by far.
        TinyWorld.run(
                world.config(
                        still,
                        "model.language_model.dtype=float16",
                        "training.loss_scale=1.6777216e+7",
                        "training.steps=24",
                        "checkpoint.dir=" + dir.resolve("half")),
                ResumeMode.NEVER);
        List<Double> single = losses("single");
        List<Double> half = losses("half");
        JsonNode last = new ObjectMapper()
                .readTree(Files.readAllLines(dir.resolve("half/metrics.jsonl")).get(23));
        int skipped = last.path("skipped_steps").intValue();
        assertThat(skipped).isPositive();
        assertThat(last.path("loss_scale").doubleValue()).isEqualTo(Math.scalb(1.0, 24 - skipped));
        // The learning rate's warm-up went on meanwhile, so only the direction is the same.
        assertThat(half.get(0)).isCloseTo(single.get(0), within(5e-3));
        assertThat(half.get(23)).isLessThan(half.get(0) - 0.5);
    }

    @Test
    void eightBitsFollowFloat32AndGoOnWithTheSameBits() throws IOException {
        String still = "model.image_prefix.dropout=0";
        String int8 = "model.language_model.dtype=int8";
        String recomputed = "training.activation_checkpointing=true";
        TinyWorld.run(world.config(still, "checkpoint.dir=" + dir.resolve("single")), ResumeMode.NEVER);
        TinyWorld.run(world.config(still, int8, "checkpoint.dir=" + dir.resolve("kept")), ResumeMode.NEVER);
        String folder = "checkpoint.dir=" + dir.resolve("interrupted");
        TinyWorld.run(world.config(still, int8, recomputed, folder, "training.steps=6"), ResumeMode.NEVER);
        // Goes on only if the frozen weights, rounded anew, have the hash of the first time.
        TinyWorld.run(world.config(still, int8, recomputed, folder), ResumeMode.AUTO);
        List<Double> single = losses("single");
        List<Double> kept = losses("kept");
        List<Double> interrupted = losses("interrupted");
        assertThat(interrupted).hasSize(single.size());
        for (int i = 0; i < single.size(); i++) {
            assertThat(kept.get(i)).isCloseTo(single.get(i), within(0.03));
            assertThat(interrupted.get(i)).isCloseTo(kept.get(i), within(1e-3));
        }
    }

    @Test
    void oneMicroBatchOfEightIsFourOfTwo() throws IOException {
        String still = "model.image_prefix.dropout=0";
        String ordered = "data.train.0.shuffle=false";
        TinyWorld.run(world.config(still, ordered, "checkpoint.dir=" + dir.resolve("one")), ResumeMode.NEVER);
        TinyWorld.run(
                world.config(
                        still,
                        ordered,
                        "checkpoint.dir=" + dir.resolve("four"),
                        "training.batch_size=2",
                        "training.gradient_accumulation_steps=4"),
                ResumeMode.NEVER);
        List<Double> one = losses("one");
        List<Double> four = losses("four");
        for (int i = 0; i < one.size(); i++) {
            assertThat(four.get(i)).isCloseTo(one.get(i), within(1e-4));
        }
    }

    @Test
    void paddingToAFixedLengthChangesNoLoss() throws IOException {
        String still = "model.image_prefix.dropout=0";
        TinyWorld.run(world.config(still, "checkpoint.dir=" + dir.resolve("longest")), ResumeMode.NEVER);
        TinyWorld.run(
                world.config(still, "data.pad_to=48", "checkpoint.dir=" + dir.resolve("fixed")), ResumeMode.NEVER);
        List<Double> longest = losses("longest");
        List<Double> fixed = losses("fixed");
        for (int i = 0; i < longest.size(); i++) {
            assertThat(fixed.get(i)).isCloseTo(longest.get(i), within(1e-5));
        }
    }

    @Test
    void aBlindRunIsTheRunOnWhateverPictures() throws IOException {
        TinyWorld.run(world.config("data.blind=true", "checkpoint.dir=" + dir.resolve("blind")), ResumeMode.NEVER);
        for (int i = 0; i < 8; i++) {
            Files.copy(
                    dir.resolve("data/images/0.png"),
                    dir.resolve("data/images/" + i + ".png"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        TinyWorld.run(world.config("data.blind=true", "checkpoint.dir=" + dir.resolve("same")), ResumeMode.NEVER);
        TinyWorld.run(world.config("checkpoint.dir=" + dir.resolve("seeing")), ResumeMode.NEVER);
        assertThat(losses("same")).isEqualTo(losses("blind"));
        assertThat(losses("seeing")).isNotEqualTo(losses("blind"));
    }

    @Test
    void aLengthThatTheModelHasNoRoomForIsAMistake() {
        assertThatThrownBy(() -> TinyWorld.run(world.config("data.pad_to=5000"), ResumeMode.NEVER))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("data.pad_to: must be above the ")
                .hasMessageEndingWith(", was 5000");
    }

    @Test
    void anUnreadablePictureIsSkippedUntilTooManyAre() throws IOException {
        Files.writeString(dir.resolve("data/images/3.png"), "no picture");
        TinyWorld.run(world.config("data.max_corrupt_fraction=0.5"), ResumeMode.NEVER);
        assertThat(losses("out")).hasSize(12);
        assertThatThrownBy(() -> TinyWorld.run(
                        world.config("data.max_corrupt_fraction=0.05", "checkpoint.dir=" + dir.resolve("strict")),
                        ResumeMode.NEVER))
                .isInstanceOf(DataException.class);
    }

    @Test
    void aCaptionLongerThanTheContextIsRefusedByName() throws IOException {
        Files.writeString(
                dir.resolve("data/image_data/5.json"),
                "{\"image_path\": \"images/5.png\", \"captions\": [\"" + "ab".repeat(400) + "\"]}");
        assertThatThrownBy(() -> TinyWorld.run(world.config(), ResumeMode.NEVER))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("5.json")
                .hasMessageContaining("context");
    }

    private List<Double> losses(String run) throws IOException {
        List<Double> losses = new ArrayList<>();
        for (String line : Files.readAllLines(dir.resolve(run).resolve("metrics.jsonl"))) {
            JsonNode record = new ObjectMapper().readTree(line);
            if (record.has("loss")) {
                losses.add(record.path("loss").doubleValue());
            }
        }
        return losses;
    }
}
