package io.magma.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigProblemsTest {
    /** Line 6 is the first after the least run. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'optimizer:\\n  lr: -1.0'              | 'run.yml:7: optimizer.lr: must be greater than 0, was -1.0'
            'optimizer: {lr: abc}'                 | 'run.yml:6: optimizer.lr: must be a number, was ''abc'''
            'optimizer: {lr: .inf}'                | 'run.yml:6: optimizer.lr: must be a number, was '
            'optimizer: {lr: "1"}'                 | 'run.yml:6: optimizer.lr: must be a number, was ''1'''
            'optimizer: {lr: }'                    | 'run.yml:6: optimizer.lr: has no value; leave the key out for its default'
            'optimizer: {betas: 0.9}'              | 'run.yml:6: optimizer.betas: must be a list, was 0.9'
            'optimizer: {betas: [0.9]}'            | 'run.yml:6: optimizer.betas: must be two numbers from 0 to below 1, was [0.9]'
            'optimizer: {betas: [0.9, x]}'         | 'run.yml:6: optimizer.betas.1: must be a number, was ''x'''
            'optimizer: {type: adam}'              | 'run.yml:6: optimizer.type: must be adamw, was ''adam'', did you mean ''adamw''?'
            'optimizer: [1]'                       | 'run.yml:6: optimizer: must be a mapping, was a list'
            'training: {stpes: 5}'                 | 'run.yml:6: training.stpes: unknown key, did you mean ''steps''?'
            'training: {steps: 1.5}'               | 'run.yml:6: training.steps: must be a whole number, was 1.5'
            'training: {steps: 1.0}'               | 'run.yml:6: training.steps: must be a whole number, was 1.0'
            'training: {steps: 3000000000}'        | 'run.yml:6: training.steps: must be from -2147483648 to 2147483647, was 3000000000'
            'training: {check_frozen: "yes"}'      | 'run.yml:6: training.check_frozen: must be true or false, was ''yes'''
            'training: {steps: 1, steps: 2}'       | 'run.yml:6: training.steps: duplicate key, first on line 6'
            'training: &a {check_frozen: yes}'     | ''
            'batch_size: 5'                        | 'run.yml:6: batch_size: unknown key, did you mean ''training.batch_size''?'
            'qwertz: 5'                            | 'run.yml:6: qwertz: unknown key, known: model, data, objective, optimizer, schedule, training, checkpoint, metrics, generation'
            'schedule: {type: cosine}'             | 'run.yml:6: schedule.type: must be one of warmup_linear_decay, warmup_cosine, constant, reference_warmup_decay, was ''cosine'', did you mean ''warmup_cosine''?'
            'schedule: {type: constant, min_lr: 1}' | 'run.yml:6: schedule.min_lr: unknown key, known: warmup_steps'
            'schedule: {type: warmup_cosine}'      | 'run.yml:6: schedule.decay_steps: is required'
            'schedule:\\n  decay_steps: 5'         | 'run.yml:7: schedule.decay_steps: must be greater than warmup_steps (100), was 5'
            'generation: {stop: [1]}'              | 'run.yml:6: generation.stop.0: must be text (in quotes, if it is meant), was 1'
            'generation: {stop: x}'                | 'run.yml:6: generation.stop: must be a list, was ''x'''
            'objective: {type: language_model, embedding_dim: 4}' | 'run.yml:6: objective.embedding_dim: unknown key, there are none'
            '--- {}'                               | 'run.yml:6: a second document; there must be one'
            '}'                                    | 'run.yml:6: is not valid YAML: '
            """)
    void oneProblem(String yaml, String message) {
        String text = yaml.replace("\\n", "\n") + "\n";
        if (message.isEmpty()) {
            assertThat(Runs.with(text).training().checkFrozen()).isTrue();
            return;
        }
        assertThatThrownBy(() -> Runs.with(text))
                .isInstanceOf(ConfigException.class)
                .message()
                .startsWith(message)
                .hasLineCount(1);
    }

    @Test
    void allProblemsAtOnceInTheOrderOfTheFile() {
        ConfigException e = catchThrowableOfType(ConfigException.class, () -> Runs.parse("""
                        model:
                          language_model: {pth: lm, dtype: floatt16}
                          adapters: {mlp: {downsample_factor: 0}}
                          image_encoder: {path: e, background: white}
                        data:
                          train:
                          - path: a
                            weight: 0
                            limit: many
                          - path: b
                            caption: radnom
                          worker: 2
                        optimizer: {lr: -1, eps: 0, betas: [1, 2]}
                        schedule: {warmup_steps: -1}
                        traning: {steps: 0}
                        generation: {top_p: 0}
                        """, "training.batch_size=0"));
        assertThat(String.valueOf(e.getMessage()).lines())
                .containsExactly(
                        "run.yml:1: checkpoint: is required",
                        "run.yml:2: model.language_model.pth: unknown key, did you mean 'path'?",
                        "run.yml:2: model.language_model.dtype: must be one of float32, bfloat16, float16, int8, was 'floatt16', did you mean 'float16'?",
                        "run.yml:3: model.adapters.mlp.downsample_factor: must be at least 1, was 0",
                        "run.yml:4: model.image_encoder.background: must be a colour like '#ffffff', was 'white'",
                        "run.yml:8: data.train.0.weight: must be greater than 0, was 0.0",
                        "run.yml:9: data.train.0.limit: must be a whole number, was 'many'",
                        "run.yml:11: data.train.1.caption: must be one of first, random, was 'radnom', did you mean 'random'?",
                        "run.yml:12: data.worker: unknown key, did you mean 'workers'?",
                        "run.yml:13: optimizer.lr: must be greater than 0, was -1.0",
                        "run.yml:13: optimizer.betas: must be two numbers from 0 to below 1, was [1.0, 2.0]",
                        "run.yml:13: optimizer.eps: must be greater than 0, was 0.0",
                        "run.yml:14: schedule.warmup_steps: must be at least 0, was -1",
                        "run.yml:15: traning: unknown key, did you mean 'training'?",
                        "run.yml:16: generation.top_p: must be above 0 and at most 1, was 0.0",
                        "--set training.batch_size: must be at least 1, was 0");
    }

    @Test
    void whatSectionsDemandOfEachOther() {
        assertThatThrownBy(() -> Runs.parse("""
                model: {language_model: {path: lm}}
                data: {train: {path: d}}
                checkpoint: {dir: out}
                """))
                .hasMessage("run.yml:1: model: nothing to train: the language model is frozen, and there are neither"
                        + " adapters nor an image encoder");
        assertThatThrownBy(() -> Runs.with("", "model.image_encoder={path: e, compute_dtype: bfloat16}"))
                .hasMessageContaining("model.image_encoder.compute_dtype: is for a trainable encoder");
        assertThatThrownBy(() -> Runs.with(
                        "objective: {type: contrastive}\n",
                        "model.image_encoder={path: e, trainable: true, compute_dtype: bfloat16}"))
                .hasMessageContaining("contrastive has objective.compute_dtype");
        assertThatThrownBy(() -> Runs.with("objective: {type: contrastive}\n"))
                .hasMessage("run.yml:6: objective: contrastive needs model.image_encoder, which is absent");
        assertThatThrownBy(() -> Runs.with("objective: {type: contrastive}\n", "model.image_encoder.path=e"))
                .hasMessage("run.yml:6: objective: contrastive needs model.image_encoder.trainable: true (or random"
                        + " weights)");
        String offload = "model.language_model.offload=host";
        String recompute = "training.activation_checkpointing=true";
        assertThatThrownBy(() -> Runs.with("", offload))
                .hasMessage("--set model.language_model.offload: host needs training.activation_checkpointing: true, or"
                        + " autograd would keep all blocks on the device");
        assertThat(Runs.with("", offload, recompute).model().languageModel().residentBlocks())
                .isEqualTo(2);
        assertThatThrownBy(() -> Runs.with("", offload, recompute, "model.freeze.language_model=false"))
                .hasMessage("--set model.language_model.offload: host is for a frozen language model:"
                        + " freeze.language_model: true and pretrained weights");
        assertThatThrownBy(() -> Runs.with(
                        "objective: {type: contrastive}\n", offload, "model.image_encoder={path: e, trainable: true}"))
                .hasMessage("--set model.language_model.offload: host does not go with the objective contrastive");
        assertThatThrownBy(() -> Runs.with("", "model.language_model.resident_blocks=0"))
                .hasMessage("--set model.language_model.resident_blocks: must be at least 1, was 0");
        assertThatThrownBy(() -> Runs.with("schedule: {min_lr: 1}\n"))
                .hasMessage("run.yml:6: schedule.min_lr: must be at most optimizer.lr (8.0E-4), was 1.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "{}"})
    void anEmptyFileLacksTheRequiredSections(String yaml) {
        assertThatThrownBy(() -> Runs.parse(yaml))
                .hasMessage(
                        "run.yml:1: model: is required\nrun.yml:1: data: is required\nrun.yml:1: checkpoint: is required");
    }

    @Test
    void notAMapping() {
        assertThatThrownBy(() -> Runs.parse("- 1\n")).hasMessage("run.yml:1: must be a mapping, was a list");
    }

    @Test
    void aliasesAreRefused() {
        assertThatThrownBy(() -> Runs.with("optimizer: &o {lr: &l 0.1, eps: *l}\n"))
                .message()
                .startsWith(
                        "run.yml:6: optimizer.eps: is a YAML alias, which are not supported here; write the value out");
    }
}
