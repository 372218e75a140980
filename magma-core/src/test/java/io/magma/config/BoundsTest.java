package io.magma.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** For each bounded key, a value just outside is refused by name and a value on the bound is accepted. */
class BoundsTest {
    private static final String RUN = Runs.LEAST + """
            objective: {type: contrastive}
            schedule: {type: warmup_linear_decay}
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            model.image_encoder.resolution        | 0      | 1
            model.image_encoder.background        | red    | #a0B1c2
            model.image_prefix.dropout            | 1      | 0
            model.image_prefix.dropout            | -0.1   | 0.99
            model.image_prefix.tokens             | 0      | 1
            model.adapters.mlp.downsample_factor  | 0      | 1
            model.adapters.attention.downsample_factor | -1 | 1
            data.train                            | []     | {path: a}
            data.workers                          | 0      | 1
            data.max_corrupt_fraction             | -0.01  | 0
            data.max_corrupt_fraction             | 1.01   | 1
            data.train.weight                     | 0      | 1.0e-9
            data.train.prompt_template            | Q:     | {prompt}
            data.train.limit                      | -1     | 0
            data.train.augment.rotate             | -1     | 0
            data.train.augment.rotate             | 180.5  | 180
            data.train.augment.scale              | 1      | 0.5
            data.train.augment.translate          | 1.5    | 1
            data.train.augment.shear              | 90     | 89
            data.train.augment.jitter             | 1.1    | 1
            data.train.augment.flip               | 1.1    | 1
            data.train.augment.blank              | 1.1    | 1
            objective.text_tower.layers           | 0      | 1
            objective.text_tower.hidden_size      | 9      | 8
            objective.text_tower.heads            | 0      | 1
            objective.text_tower.context_length   | 1      | 2
            objective.embedding_dim               | 0      | 1
            objective.init_temperature            | 0      | 1
            objective.init_temperature            | 0.009  | 0.01
            objective.max_scale                   | 0.5    | 100
            optimizer.lr                          | 0      | 1.0e-9
            optimizer.image_encoder_lr            | 0      | 1.0e-9
            optimizer.betas                       | [0.9, 1] | [0, 0.999]
            optimizer.betas                       | [0.9, 0.9, 0.9] | [0.9, 0.9]
            optimizer.eps                         | 0      | 1.0e-12
            optimizer.weight_decay                | -1     | 0
            optimizer.image_encoder_weight_decay  | -1     | 0
            optimizer.max_grad_norm               | -1     | 0
            schedule.warmup_steps                 | -1     | 0
            schedule.decay_steps                  | 100    | 101
            schedule.min_lr                       | -1     | 0
            training.steps                        | 0      | 1
            training.batch_size                   | 0      | 1
            training.gradient_accumulation_steps  | 0      | 1
            training.seed                         | -1     | 0
            training.eval_every                   | -1     | 0
            training.eval_batches                 | -1     | 0
            training.save_every                   | -1     | 0
            training.loss_scale                   | 0.5    | 1
            training.loss_scale_window            | 0      | 1
            training.ema_decay                    | 1      | 0.999
            training.log_every                    | 0      | 1
            training.generate_samples             | -1     | 0
            training.max_seconds                  | -1     | 0
            training.distributed_timeout_seconds  | 0      | 1
            checkpoint.keep                       | -1     | 0
            generation.max_new_tokens             | 0      | 1
            generation.temperature                | -1     | 0
            generation.top_k                      | -1     | 0
            generation.top_p                      | 0      | 1
            generation.top_p                      | 1.1    | 0.1
            generation.seed                       | -1     | 0
            generation.stop                       | [""]   | [a]
            """)
    void areEnforced(String key, String outside, String bound) {
        String encoder = "model.image_encoder={path: e, trainable: true}";
        assertThatThrownBy(() -> Runs.parse(RUN, encoder, key + "=" + quoted(outside)))
                .isInstanceOf(ConfigException.class)
                .message()
                .startsWith("--set " + key + ": ");
        assertThatCode(() -> Runs.parse(RUN, encoder, key + "=" + quoted(bound)))
                .doesNotThrowAnyException();
    }

    private static String quoted(String value) {
        return value.equals("{prompt}") ? "\"{prompt}\"" : value;
    }

    @Test
    void referenceWarmupNeedsALogarithm() {
        assertThatThrownBy(() -> Runs.with("", "schedule={type: reference_warmup_decay, warmup_steps: 1}"))
                .hasMessage("--set schedule: schedule.warmup_steps: must be at least 2, was 1");
    }
}
