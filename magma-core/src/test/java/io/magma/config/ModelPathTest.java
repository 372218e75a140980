package io.magma.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelPathTest {
    private static String run(String path) {
        return """
                model: {language_model: {path: '%s'}, adapters: {mlp: {}}}
                data: {train: {path: data}}
                checkpoint: {dir: out}
                """.formatted(path);
    }

    private static ModelPath parsed(String path) {
        return Runs.parse(run(path)).model().languageModel().path();
    }

    @Test
    void foldersAreRelativeToTheFile() {
        assertThat(parsed("lm")).isEqualTo(ModelPath.of(Path.of("/runs/lm")));
    }

    @Test
    void repositoriesHaveANameAndARevision() {
        assertThat(parsed("hf:EleutherAI/pythia-160m"))
                .isEqualTo(ModelPath.of(new HubReference("EleutherAI/pythia-160m", "main")));
        assertThat(parsed("hf:gpt2@refs/pr/3")).isEqualTo(ModelPath.of(new HubReference("gpt2", "refs/pr/3")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hf:EleutherAI/pythia-160m", "hf:EleutherAI/pythia-160m@step3000", "lm"})
    void rendersBack(String path) {
        RunConfig run = Runs.parse(run(path));
        assertThat(Runs.parse(ConfigLoader.render(run))).isEqualTo(run);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hf:", "hf:a/b/c", "hf:a/../b", "hf:../x", "hf:a/b@", "hf:a/b@../x", "hf:a--b/c", "hf:/a"})
    void othersAreMistakes(String path) {
        assertThatThrownBy(() -> parsed(path))
                .isInstanceOf(ConfigException.class)
                .hasMessage("run.yml:1: model.language_model.path: must be hf:ORGANISATION/NAME or "
                        + "hf:ORGANISATION/NAME@REVISION, was '" + path + "'");
    }
}
