package io.magma.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverridesTest {
    private static final String TWO_SOURCES = """
            model: {language_model: {path: lm}, adapters: {mlp: {}}}
            data:
              train:
              - {path: a}
              - {path: b}
            checkpoint: {dir: out}
            """;

    @Test
    void reachEveryKindOfKey() {
        RunConfig run = Runs.with(
                "",
                "training.steps=5",
                "optimizer.betas=[0.5, 0.6]",
                "optimizer.lr=1e-3",
                "optimizer.betas.1=0.7",
                "data.train.caption=random",
                "data.train.0.path=/d",
                "data.train.prompt_template=2 {prompt}:",
                "model.image_encoder.path=123",
                "model.adapters.attention={type: parallel}",
                "model.adapters.mlp=null",
                "generation.stop=[a]");
        assertThat(run.training().steps()).isEqualTo(5);
        assertThat(run.optimizer().betas()).containsExactly(0.5, 0.7);
        assertThat(run.optimizer().lr()).isEqualTo(1e-3);
        assertThat(run.data().train().get(0).caption()).isEqualTo(CaptionChoice.RANDOM);
        assertThat(run.data().train().get(0).path()).isEqualTo(Location.of(Path.of("/d")));
        assertThat(run.data().train().get(0).promptTemplate()).isEqualTo("2 {prompt}:");
        assertThat(run.model().imageEncoder().orElseThrow().path())
                .isEqualTo(ModelPath.of(Path.of("123").toAbsolutePath()));
        assertThat(run.model().adapters().mlp()).isEmpty();
        assertThat(run.model().adapters().attention().orElseThrow().type()).isEqualTo(AdapterType.PARALLEL);
        assertThat(run.generation().stop()).containsExactly("a");
    }

    @Test
    void indexSources() {
        List<SourceConfig> train = Runs.parse(
                        TWO_SOURCES, "data.train.1.weight=3", "data.train.2.path=/c", "data.train.0=null")
                .data()
                .train();
        assertThat(train).extracting(s -> s.path().toString()).containsExactly("/runs/b", "/c");
        assertThat(train.get(0).weight()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            optimizer.lr=-1          | --set optimizer.lr: must be greater than 0, was -1.0
            optimizer.lr=fast        | --set optimizer.lr: must be a number, was 'fast'
            optimizer={lr: -1}       | --set optimizer: optimizer.lr: must be greater than 0, was -1.0
            optimizer.lr             | --set optimizer.lr: must look like key=value
            trainig.steps=5          | --set trainig.steps: trainig: unknown key, did you mean 'training'?
            training.stpes=5         | --set training.stpes: unknown key, did you mean 'steps'?
            data.train.path=c        | --set data.train.path: needs an index from 0 to 2 (the list has 2), was 'path'
            data.train.7.path=c      | --set data.train.7.path: needs an index from 0 to 2 (the list has 2), was '7'
            checkpoint.dir.x=1       | --set checkpoint.dir.x: checkpoint.dir: must be a path, was a mapping
            schedule.type=constnat   | --set schedule.type: must be one of warmup_linear_decay, warmup_cosine, constant, reference_warmup_decay, was 'constnat', did you mean 'constant'?
            optimizer.betas=[1       | --set optimizer.betas: is not valid YAML
            """)
    void problemsNameTheOption(String override, String message) {
        assertThatThrownBy(() -> Runs.parse(TWO_SOURCES, override))
                .isInstanceOf(ConfigException.class)
                .message()
                .startsWith(message)
                .hasLineCount(1);
    }
}
