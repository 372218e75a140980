package io.magma.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The keys and values of the two configurations that the reference ships, in its style: braces and trailing commas. */
class ReferenceImportTest {
    private static final String V1 = """
            {
              # image encoder
              encoder_name: 'clip_resnet_large',
              adapter_config: {"mlp": {"adapter_type": "normal", "downsample_factor": 4}},
              freeze_img_encoder: false,
              # training
              batch_size: 256, train_steps: 150000,
              lr: 8.0e-4, min_lr: 0.0, lr_decay_iters: 300000, image_enc_lr: 2.0e-6,
              use_image_embed_layernorm: true, image_embed_dropout_prob: 0.1, image_size: 384,
              gradient_accumulation_steps: 8, zero_stage: 2, gradient_clipping: 1.0,
              # data
              train_dataset_name: 'conceptual_captions', train_dataset_dir: '/data/cc3m',
              eval_dataset_name: 'coco', eval_dataset_dir: '/data/coco',
              save: "/checkpoints/v1", load: "/checkpoints/v1", eval_every: 100,
            }
            """;

    private static final String V2 = """
            {
              encoder_name: 'clip_resnet_large',
              adapter_config: {
                mlp: {adapter_type: normal, downsample_factor: 8},
                attention: {adapter_type: normal, downsample_factor: 8,},
              },
              freeze_img_encoder: false,
              batch_size: 256, train_steps: 150000, lr: 8.0e-4, min_lr: 0.0, lr_decay_iters: 300000,
              image_enc_lr: 2.0e-6, use_image_embed_layernorm: true, image_embed_dropout_prob: 0.1, image_size: 384,
              gradient_accumulation_steps: 4, zero_stage: 2, gradient_clipping: 1.0,
              name: 'MAGMA_RN50x16_v1', wandb_project: 'MAGMA_training', dataset_type: 'new',
              train_dataset_dir: ['/d/laion', '/d/CC3M', '/d/localized_narratives', '/d/visual_genome',
                '/d/hateful_memes', '/d/coco', '/d/wit', '/d/gqa_train', '/d/vqa_train', '/d/okvqa_train',],
              eval_dataset_dir: null, vqa_dir: '/d/vqa', gqa_dir: '/d/gqa',
              save: '/checkpoints/v2', load: '/checkpoints/v2', eval_every: 250,
            }
            """;

    private static ReferenceImport.Result imported(String yaml) {
        return ReferenceImport.of("ref.yml", yaml, ReferenceImport.Options.DEFAULTS);
    }

    private static RunConfig run(ReferenceImport.Result result) {
        return ConfigLoader.parse("run.yml", result.yaml(), Path.of("/runs"), List.of());
    }

    private static RunConfig shipped(String name) {
        return ConfigLoader.load(Path.of("..", "configs", name), List.of());
    }

    private static ImportedKey key(ReferenceImport.Result result, String name) {
        return result.keys().stream()
                .filter(k -> k.key().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theFirstIsOurPreset() {
        RunConfig run = run(imported(V1));
        RunConfig preset = shipped("magma_v1.yml");

        assertThat(run.model().adapters()).isEqualTo(preset.model().adapters());
        assertThat(run.model().imagePrefix()).isEqualTo(preset.model().imagePrefix());
        assertThat(run.model().imageEncoder().orElseThrow().trainable()).isTrue();
        assertThat(run.model().imageEncoder().orElseThrow().path())
                .isEqualTo(ModelPath.of(Path.of("/runs/models/clip-rn50x16")));
        assertThat(run.optimizer()).isEqualTo(preset.optimizer());
        assertThat(run.schedule()).isEqualTo(preset.schedule());
        assertThat(run.training()).isEqualTo(preset.training());
        assertThat(run.data().train()).singleElement().satisfies(s -> {
            assertThat(s.path()).isEqualTo(Location.of(Path.of("/data/cc3m")));
            assertThat(s.caption()).isEqualTo(CaptionChoice.RANDOM);
        });
        assertThat(run.data().eval())
                .singleElement()
                .satisfies(s -> assertThat(s.path()).isEqualTo(Location.of(Path.of("/data/coco"))));
        assertThat(run.checkpoint().dir()).isEqualTo(Path.of("/checkpoints/v1"));
    }

    @Test
    void theSecondIsOurPresetToo() {
        ReferenceImport.Result result = imported(V2);
        RunConfig run = run(result);
        RunConfig preset = shipped("magma_v2.yml");

        assertThat(run.model().adapters()).isEqualTo(preset.model().adapters());
        assertThat(run.optimizer()).isEqualTo(preset.optimizer());
        assertThat(run.training()).isEqualTo(preset.training());
        assertThat(run.data().train()).hasSize(10);
        assertThat(run.data().eval()).isEmpty();
        assertThat(List.of("dataset_type", "vqa_dir", "gqa_dir"))
                .allSatisfy(k -> assertThat(key(result, k).detail())
                        .isEqualTo("the released code has no such key and refuses the file"));
        assertThat(key(result, "eval_dataset_dir").outcome()).isEqualTo(ImportedKey.Outcome.IGNORED);
    }

    @Test
    void everyKeyOfTheReferenceIsAccountedForOnce() {
        // The fields of its configuration.
        List<String> fields = List.of(
                "batch_size",
                "train_steps",
                "optimizer_name",
                "lr",
                "image_enc_lr",
                "min_lr",
                "lr_decay_iters",
                "gradient_accumulation_steps",
                "image_size",
                "eval_every",
                "eval_steps",
                "zero_stage",
                "gradient_clipping",
                "warmup_num_steps",
                "weight_decay",
                "run_blind",
                "fine_tune",
                "load_optimizer",
                "save_every",
                "save",
                "load",
                "train_dataset_name",
                "eval_dataset_name",
                "train_dataset_dir",
                "eval_dataset_dir",
                "eval_dataset_pct",
                "encoder_name",
                "tokenizer_name",
                "lm_name",
                "image_seq_len",
                "pretrained_img_encoder",
                "seq_len",
                "freeze_lm",
                "freeze_img_encoder",
                "image_embed_dropout_prob",
                "use_image_embed_layernorm",
                "adapter_config",
                "class_dict",
                "name",
                "log_every",
                "wandb_project");
        for (String yaml : List.of(V1, V2, "{batch_size: 8, train_steps: 5}")) {
            assertThat(imported(yaml).keys())
                    .filteredOn(
                            k -> !List.of("dataset_type", "vqa_dir", "gqa_dir").contains(k.key()))
                    .extracting(ImportedKey::key)
                    .containsExactlyInAnyOrderElementsOf(fields);
        }
    }

    @Test
    void absentKeysHaveTheReferencesDefaults() {
        RunConfig run = run(imported("{batch_size: 8, train_steps: 5}"));

        ImageEncoderConfig encoder = run.model().imageEncoder().orElseThrow();
        assertThat(encoder.trainable()).isFalse();
        assertThat(encoder.features()).isEqualTo(Features.POOLED);
        assertThat(encoder.path()).isEqualTo(ModelPath.of(Path.of("/runs/models/clip-vit-base-patch32")));
        assertThat(run.model().imagePrefix()).isEqualTo(new ImagePrefixConfig(PrefixType.LINEAR, 0, false, 2));
        assertThat(run.model().adapters()).isEqualTo(AdaptersConfig.DEFAULTS);
        assertThat(run.optimizer().imageEncoderLr()).isEqualTo(OptionalDouble.empty());
        assertThat(run.schedule()).isEqualTo(new ScheduleConfig.ReferenceWarmupDecay(100, OptionalInt.empty(), 0));
        assertThat(run.training().saveEvery()).isEqualTo(2500);
        assertThat(run.training().evalEvery()).isEqualTo(250);
        assertThat(run.data().train().get(0).path()).isEqualTo(Location.of(Path.of("/data/coco_data")));
    }

    @Test
    void otherSettingsAreMapped() {
        RunConfig run = run(imported("""
                {batch_size: 64, train_steps: 10, encoder_name: nfresnet50, image_seq_len: 4, image_size: 224,
                 pretrained_img_encoder: true, freeze_img_encoder: false, weight_decay: 0.1, run_blind: true,
                 freeze_lm: false, warmup_num_steps: 10, eval_steps: 3, log_every: 5,
                 adapter_config: {attention: {adapter_type: scaled_parallel, downsample_factor: 12, add_layernorm: true}}}
                """));

        ImageEncoderConfig encoder = run.model().imageEncoder().orElseThrow();
        assertThat(encoder.weights()).isEqualTo(WeightsOrigin.PRETRAINED);
        assertThat(encoder.resolution()).hasValue(224);
        assertThat(run.model().imagePrefix().tokens()).isEqualTo(4);
        assertThat(run.model().adapters())
                .isEqualTo(new AdaptersConfig(
                        Optional.empty(), Optional.of(new AdapterConfig(AdapterType.SCALED_PARALLEL, 12, true))));
        assertThat(run.model().freeze().languageModel()).isFalse();
        assertThat(run.optimizer().weightDecay()).isEqualTo(0.1);
        assertThat(run.optimizer().imageEncoderWeightDecay()).isEqualTo(0.1);
        assertThat(run.data().blind()).isTrue();
        assertThat(run.training().logEvery()).isEqualTo(5);
        assertThat(run.schedule())
                .asInstanceOf(type(ScheduleConfig.ReferenceWarmupDecay.class))
                .extracting(ScheduleConfig.ReferenceWarmupDecay::warmupSteps)
                .isEqualTo(10);
    }

    @Test
    void exactRepeatsTheDefectsToo() {
        ReferenceImport.Options exact = new ReferenceImport.Options("hf:org/gptj", "enc", 4, true);
        RunConfig run = run(ReferenceImport.of("ref.yml", V1, exact));

        assertThat(run.data().padTo()).hasValue(2048);
        assertThat(run.training().lossReduction()).isEqualTo(LossReduction.MICRO_BATCH);
        assertThat(run.model().imageEncoder().orElseThrow().batchNorm()).isEqualTo(BatchNormMode.BATCH);
        assertThat(run.training().batchSize()).isEqualTo(8);
        assertThat(run.model().languageModel().path()).hasToString("hf:org/gptj");
        assertThat(run(imported(V1)).training().lossReduction()).isEqualTo(LossReduction.STEP);
    }

    @Test
    void whatCannotBeRepeatedIsRefusedWithItsLine() {
        assertThatThrownBy(() -> imported("""
                {batch_size: 10,
                 gradient_accumulation_steps: 4,
                 encoder_name: RN50x16,
                 adapter_config: {mlp: {adapter_type: attention}},
                 class_dict: {num_classes: 3},
                 adapter_switch: true,
                 lr: fast}
                """))
                .isInstanceOf(ConfigException.class)
                .hasMessage("""
                        ref.yml:1: train_steps: is required
                        ref.yml:1: batch_size: 10 cannot be divided among 4 micro-batches of 1 processes
                        ref.yml:3: encoder_name: must be one of clip, clip_resnet, clip_resnet_large, nfresnet50
                        ref.yml:4: adapter_config: mlp: adapter_type must be normal, parallel or scaled_parallel, was \
                        'attention'
                        ref.yml:5: class_dict: there is no classification head, here or in the released code
                        ref.yml:6: adapter_switch: is no key of the reference implementation
                        ref.yml:7: lr: must be a number, was 'fast'""");
    }
}
