package io.magma.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.magma.config.ConfigException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The variables of huggingface_hub, as its documentation describes them. */
class HubSettingsTest {
    @TempDir
    private Path user;

    private HubSettings of(Map<String, String> variables) {
        return HubSettings.of(name -> variables.getOrDefault(name, ""), user);
    }

    @Test
    void defaults() {
        HubSettings settings = of(Map.of());

        assertThat(settings.endpoint()).isEqualTo(URI.create("https://huggingface.co"));
        assertThat(settings.cache()).isEqualTo(user.resolve(".cache/huggingface/hub"));
        assertThat(settings.token()).isEmpty();
        assertThat(settings.offline()).isFalse();
    }

    @Test
    void placesOfTheCache() {
        assertThat(of(Map.of("XDG_CACHE_HOME", "/x")).cache()).isEqualTo(Path.of("/x/huggingface/hub"));
        assertThat(of(Map.of("XDG_CACHE_HOME", "/x", "HF_HOME", "/h")).cache()).isEqualTo(Path.of("/h/hub"));
        assertThat(of(Map.of("HF_HOME", "/h", "HF_HUB_CACHE", "/c")).cache()).isEqualTo(Path.of("/c"));
        assertThat(of(Map.of("HF_HOME", "/h", "HUGGINGFACE_HUB_CACHE", "/c")).cache())
                .isEqualTo(Path.of("/c"));
    }

    @Test
    void tokens() throws IOException {
        Path file = user.resolve("token");
        Files.writeString(file, "from-file\n");

        assertThat(of(Map.of("HF_HOME", user.toString())).token()).hasValue("from-file");
        assertThat(of(Map.of("HF_TOKEN_PATH", file.toString())).token()).hasValue("from-file");
        assertThat(of(Map.of("HF_HOME", user.toString(), "HF_TOKEN", "direct")).token())
                .hasValue("direct");
        assertThat(of(Map.of("HF_TOKEN", "direct")).toString()).doesNotContain("direct");
    }

    @Test
    void switches() {
        assertThat(of(Map.of("HF_HUB_OFFLINE", "1")).offline()).isTrue();
        assertThat(of(Map.of("HF_HUB_OFFLINE", "YES")).offline()).isTrue();
        assertThat(of(Map.of("HF_HUB_OFFLINE", "0")).offline()).isFalse();
        assertThat(of(Map.of("HF_ENDPOINT", "http://mirror:8080/hf/")).endpoint())
                .isEqualTo(URI.create("http://mirror:8080/hf"));
        assertThatThrownBy(() -> of(Map.of("HF_ENDPOINT", "mirror")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("HF_ENDPOINT: must be an http or https address, was 'mirror'");
    }
}
