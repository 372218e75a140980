package io.magma.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
    @Test
    void theLeastRunGetsDefaults() {
        RunConfig run = Runs.parse(Runs.LEAST);
        assertThat(run.model())
                .isEqualTo(new ModelConfig(
                        new LanguageModelConfig(
                                ModelPath.of(Path.of("/runs/lm")), FrozenDtype.FLOAT32, WeightsOrigin.PRETRAINED),
                        Optional.empty(),
                        ImagePrefixConfig.DEFAULTS,
                        new AdaptersConfig(Optional.of(AdapterConfig.DEFAULTS), Optional.empty()),
                        Optional.empty(),
                        FreezeConfig.DEFAULTS,
                        Optional.empty()));
        assertThat(run.data())
                .isEqualTo(new DataConfig(
                        List.of(new SourceConfig(
                                DataFormat.MAGMA,
                                Location.of(Path.of("/runs/data")),
                                1,
                                true,
                                CaptionChoice.FIRST,
                                SampleContent.CAPTIONS,
                                LossTarget.ANSWER,
                                "Q: {prompt} A:",
                                "",
                                Optional.empty(),
                                0,
                                List.of(),
                                Optional.empty())),
                        List.of(),
                        1,
                        OptionalInt.empty(),
                        false,
                        0.01,
                        8));
        assertThat(run.objective()).isEqualTo(new ObjectiveConfig.LanguageModel());
        assertThat(run.optimizer()).isEqualTo(OptimizerConfig.DEFAULTS);
        assertThat(run.schedule()).isEqualTo(new ScheduleConfig.WarmupLinearDecay(100, OptionalInt.empty(), 0));
        assertThat(run.training()).isEqualTo(TrainingConfig.DEFAULTS);
        assertThat(run.checkpoint()).isEqualTo(CheckpointConfig.in(Path.of("/runs/out")));
        assertThat(run.generation()).isEqualTo(GenerationConfig.DEFAULTS);
    }

    /** The example of the design, with every key that it shows. */
    @Test
    void everyKeyOfALongRunIsRead() {
        RunConfig run = Runs.parse("""
                model:
                  language_model: {path: lm, dtype: bfloat16, weights: random, offload: none, resident_blocks: 3}
                  image_encoder: {path: encoder, trainable: true, features: pooled, layer: -1, resolution: 64, weights: random,
                                  batch_norm: batch, background: "#ffFFff", exif_orientation: true, cache: off,
                                  cache_dir: features, cache_gib: 2.5}
                  image_prefix: {type: linear, dropout: 0.1, layer_norm: true, tokens: 4}
                  adapters:
                    mlp: {type: scaled_parallel, downsample_factor: 2, layer_norm: true}
                    attention: {type: parallel, downsample_factor: 8}
                  freeze: {language_model: false}
                  init: init.safetensors
                data:
                  train:
                  - {format: webdataset, path: a, weight: 2, shuffle: false, caption: random}
                  - {format: qa, path: b, content: questions, loss: all, prompt_template: "{prompt}?", caption_prompt: "A",
                     limit: 5, question_types: [x, "1"],
                     augment: {rotate: 1, scale: 0.2, translate: 0.3, shear: 4, background: true, jitter: 0.5, flip: 0.6, blank: 0.25}}
                  eval: {format: text, path: val}
                  workers: 2
                  max_corrupt_fraction: 0
                objective: {type: contrastive, text_tower: {type: frozen_lm, layers: 2, hidden_size: 8, heads: 4, context_length: 9},
                            embedding_dim: 16, init_temperature: 0.1, max_scale: 50, merge_duplicate_texts: false}
                optimizer: {type: adamw, lr: 1e-3, image_encoder_lr: 2.0e-6, betas: [0.8, 0.99], eps: 1E-6, weight_decay: 0.1, max_grad_norm: 0}
                schedule: {type: warmup_cosine, warmup_steps: 10, decay_steps: 20, min_lr: 1.0e-5}
                training: {steps: 7, batch_size: 2, gradient_accumulation_steps: 3, loss_reduction: micro_batch, seed: 5000000000, eval_every: 1, eval_batches: 2,
                           save_every: 3, log_every: 4, generate_samples: 0, activation_checkpointing: true, loss_scale: 4, loss_scale_window: 5, ema_decay: 0.5, check_frozen: false, max_seconds: 1.5,
                           distributed_timeout_seconds: 30}
                checkpoint: {dir: /abs/../out, keep: 0, keep_every: 4, keep_best: 2, best: {metric: eval_x, mode: max}, async: false, max_failures: 5}
                generation: {max_new_tokens: 3, temperature: 0.5, top_k: 4, top_p: 0.9, top_p_mode: reference, seed: 6, stop: ["\\n", "##"]}
                """);
        assertThat(run.model().imageEncoder())
                .hasValue(new ImageEncoderConfig(
                        ModelPath.of(Path.of("/runs/encoder")),
                        true,
                        Features.POOLED,
                        -1,
                        OptionalInt.of(64),
                        WeightsOrigin.RANDOM,
                        BatchNormMode.BATCH,
                        Optional.of("#ffFFff"),
                        true,
                        ComputeDtype.FLOAT32,
                        FeatureCacheMode.OFF,
                        Optional.of(Path.of("/runs/features")),
                        2.5));
        assertThat(run.model().adapters().mlp()).hasValue(new AdapterConfig(AdapterType.SCALED_PARALLEL, 2, true));
        assertThat(run.model().init()).hasValue(Path.of("/runs/init.safetensors"));
        assertThat(run.data().train().get(1).augment())
                .hasValue(new AugmentConfig(1, 0.2, 0.3, 4, true, 0.5, 0.6, 0.25));
        assertThat(run.data().train().get(1).questionTypes()).containsExactly("x", "1");
        assertThat(run.optimizer().eps()).isEqualTo(1e-6);
        assertThat(run.optimizer().imageEncoderLr()).hasValue(2e-6);
        assertThat(run.training())
                .isEqualTo(new TrainingConfig(
                        7,
                        2,
                        3,
                        LossReduction.MICRO_BATCH,
                        5_000_000_000L,
                        1,
                        2,
                        3,
                        4,
                        0,
                        true,
                        4,
                        5,
                        0.5,
                        false,
                        1.5,
                        30));
        assertThat(run.objective())
                .isEqualTo(new ObjectiveConfig.Contrastive(
                        new TextTowerConfig(TextTowerType.FROZEN_LM, 2, 8, 4, 9),
                        16,
                        0.1,
                        50,
                        false,
                        ComputeDtype.FLOAT32));
        assertThat(run.checkpoint())
                .isEqualTo(new CheckpointConfig(
                        Path.of("/out"), 0, 4, 2, new BestConfig("eval_x", BestMode.MAX), false, 5));
        assertThat(run.generation())
                .isEqualTo(new GenerationConfig(
                        3, 0.5, 4, 0.9, TopPMode.REFERENCE, 6, List.of("\n", "##"), 1, 1, EarlyStopping.HEURISTIC));
        assertThat(Runs.parse(ConfigLoader.render(run))).isEqualTo(run);
    }

    @Test
    void eightBitsAreForAFrozenLanguageModel() {
        assertThatThrownBy(() -> Runs.with("", "model.language_model.dtype=int8", "model.freeze.language_model=false"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("model.language_model.dtype: int8 is for a frozen, pretrained language model");
        assertThatThrownBy(() -> FrozenDtype.INT8.requireOfFiles("--dtype"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("--dtype: int8 is a type of loaded models, not of files");
        assertThat(FrozenDtype.FLOAT16.requireOfFiles("--dtype")).isEqualTo(FrozenDtype.FLOAT16);
    }

    @Test
    void oddTextsSurviveRendering() {
        List<String> stop =
                List.of("\n\n", " a ", "null", "1e3", "yes", "#x", "a: b", "é\uD83D\uDE00", "\t\\\"'", "- a", "~");
        GenerationConfig config = new GenerationConfig(
                1, 1e-10, 0, 0.1, TopPMode.NUCLEUS, Long.MAX_VALUE, stop, 1, 1, EarlyStopping.HEURISTIC);
        String yaml = ConfigLoader.render(config);
        assertThat(ConfigLoader.parse("a", yaml, Runs.BASE, GenerationConfig.class, List.of()))
                .isEqualTo(config);
    }

    @Test
    void renderedPathsInsideTheFolderAreRelative() {
        ModelConfig model = Runs.parse(Runs.LEAST).model();
        String yaml = ConfigLoader.render(model, Runs.BASE);
        assertThat(yaml).contains("path: lm\n");
        assertThat(ConfigLoader.parse("a", yaml, Path.of("/moved"), ModelConfig.class, List.of())
                        .languageModel()
                        .path())
                .isEqualTo(ModelPath.of(Path.of("/moved/lm")));
        assertThat(ConfigLoader.render(model, Path.of("/elsewhere"))).contains("path: /runs/lm\n");
    }

    @Test
    void pathsAreRelativeToTheirFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("run.yml"), Runs.LEAST);
        RunConfig run = ConfigLoader.load(file, List.of("checkpoint.dir=elsewhere"));
        assertThat(run.model().languageModel().path()).isEqualTo(ModelPath.of(folder.resolve("lm")));
        assertThat(run.checkpoint().dir()).isEqualTo(Path.of("elsewhere").toAbsolutePath());
        assertThatThrownBy(() -> ConfigLoader.load(folder.resolve("none.yml"), List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage(folder.resolve("none.yml") + ": no such file");
        Files.write(file, new byte[] {'a', (byte) 0xff});
        assertThatThrownBy(() -> ConfigLoader.load(file, List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + ": is not UTF-8 text");
    }

    @Test
    void switchingVariantTakesTheVariantsOwnDefaults() {
        String schedule = "schedule: {type: warmup_linear_decay, warmup_steps: 5, decay_steps: 50}\n";
        assertThat(Runs.with(schedule, "schedule.type=constant").schedule()).isEqualTo(new ScheduleConfig.Constant(0));
        assertThat(Runs.with(schedule, "schedule.decay_steps=900", "schedule.type=warmup_cosine")
                        .schedule())
                .isEqualTo(new ScheduleConfig.WarmupCosine(100, 900, 0));
        assertThat(Runs.with(schedule, "schedule.type=warmup_linear_decay").schedule())
                .isEqualTo(new ScheduleConfig.WarmupLinearDecay(5, OptionalInt.of(50), 0));
        assertThat(Runs.with("schedule: {warmup_steps: 5}\n").schedule())
                .isEqualTo(new ScheduleConfig.WarmupLinearDecay(5, OptionalInt.empty(), 0));
    }
}
