package io.magma.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sources that are streamed, as they are written in a run. */
class StreamingConfigTest {
    private static final String HEAD = """
            model:
              language_model: {path: lm}
              adapters: {mlp: {}}
            checkpoint: {dir: out}
            data:
            """;

    private static RunConfig run(String data, String... overrides) {
        return Runs.parse(HEAD + data.indent(2), overrides);
    }

    private static void refused(String data, String message) {
        assertThatThrownBy(() -> run(data))
                .isInstanceOf(ConfigException.class)
                .hasMessageMatching("run\\.yml:\\d+: " + message);
    }

    @Test
    void anAddressAndSettingsAreReadAndWritten() {
        RunConfig run = run("""
                train:
                - {format: webdataset, path: "https://host/a-{000..128}.tar",
                   streaming: {shuffle_buffer: 10, retries: 0, timeout_seconds: 2.5, token_env: SHARDS}}
                - {format: webdataset, path: shards, streaming: {}}
                streaming_lanes: 4
                """);

        SourceConfig first = run.data().train().get(0);
        assertThat(first.path()).isEqualTo(Location.ofUrl("https://host/a-{000..128}.tar"));
        assertThat(first.path().isUrl()).isTrue();
        assertThat(first.streaming()).hasValue(new StreamingConfig(10, 0, 2.5, Optional.of("SHARDS")));
        SourceConfig second = run.data().train().get(1);
        assertThat(second.path()).isEqualTo(Location.of(Path.of("/runs/shards")));
        assertThat(second.streaming()).hasValue(new StreamingConfig(2000, 5, 30, Optional.empty()));
        assertThat(run.data().streamingLanes()).isEqualTo(4);
        assertThat(Runs.parse(ConfigLoader.render(run))).isEqualTo(run);
    }

    @Test
    void anOverrideMayBeAnAddress() {
        RunConfig run = run(
                "train: {format: webdataset, path: shards, streaming: {}}\n",
                "data.train.0.path=http://localhost:8000/x.tar?a=b");

        assertThat(run.data().train().get(0).path().label()).isEqualTo("http://localhost:8000/x.tar");
    }

    @ParameterizedTest
    @CsvSource({
        "https://host/a.tar, true",
        "HTTPS://host/a.tar, true",
        "http://localhost:8000/a.tar, true",
        "http://127.0.0.1/a.tar, true",
        "http://[::1]:80/a.tar, true",
        "http://host/a.tar, false",
        "http://localhost.evil.org/a.tar, false",
        "http://127.0.0.1.evil.org/a.tar, false",
        "http://localhost:80@evil.org/a.tar, false",
        "shards, false"
    })
    void aTokenIsForHttpsAndForThisMachine(String path, boolean allowed) {
        String data = "train: {format: webdataset, path: '" + path + "', streaming: {token_env: SHARDS}}\n";
        if (allowed) {
            assertThat(run(data).data().train()).hasSize(1);
        } else {
            refused(data, "data\\.train\\.streaming: token_env needs an https address, or a server of this machine");
        }
    }

    @Test
    void aTokenInPlaceOfItsVariableIsNotRepeated() {
        refused(
                "train: {format: webdataset, path: 'https://host/a.tar', streaming: {token_env: 'hf-secret'}}\n",
                "data\\.train\\.streaming\\.token_env: must be the name of an environment variable, not the token");
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() {
        refused(
                "train: {format: webdataset, path: 'https://host/a.tar'}\n",
                "data\\.train\\.path: an address needs streaming, such as \\{}");
        refused("train: {path: data, streaming: {}}\n", "data\\.train\\.streaming: needs format: webdataset");
        refused(
                "train: {format: webdataset, path: data, limit: 3, streaming: {}}\n",
                "data\\.train\\.limit: cannot be used with streaming, was 3");
        refused(
                "train: {path: data}\neval: {format: webdataset, path: data, streaming: {}}\n",
                "data\\.eval: an evaluation source cannot be streamed, since its length must be known");
        refused(
                "train: {format: webdataset, path: data, streaming: {shuffle_buffer: 0}}\n",
                "data\\.train\\.streaming\\.shuffle_buffer: must be at least 1, was 0");
        refused(
                "train: {format: webdataset, path: data, streaming: {timeout: 3}}\n",
                "data\\.train\\.streaming\\.timeout: unknown key.*timeout_seconds.*");
        refused("train: {path: data}\nstreaming_lanes: 0\n", "data\\.streaming_lanes: must be at least 1, was 0");
    }
}
