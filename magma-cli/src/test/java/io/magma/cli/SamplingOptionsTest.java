package io.magma.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.magma.config.ConfigException;
import io.magma.config.EarlyStopping;
import io.magma.config.GenerationConfig;
import io.magma.generate.SamplingConfig;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SamplingOptionsTest {
    @Test
    void optionsWinOverTheConfiguration() {
        SamplingConfig given = options(
                        "--beams", "3", "--length-penalty", "-1", "--early-stopping", "NEVER", "--max-new-tokens", "5")
                .over(GenerationConfig.DEFAULTS);
        assertThat(given).isEqualTo(SamplingConfig.beams(5, 3, -1, EarlyStopping.NEVER));
        assertThat(options().over(GenerationConfig.DEFAULTS)).isEqualTo(SamplingConfig.DEFAULTS);
    }

    @Test
    void beamsAndSamplingExcludeEachOther() {
        SamplingOptions both = options("--beams", "2", "--temperature", "0.7");
        assertThatThrownBy(() -> both.over(GenerationConfig.DEFAULTS))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("beams")
                .hasMessageContaining("needs temperature 0, was 0.7");
    }

    private static SamplingOptions options(String... arguments) {
        return CommandLine.populateCommand(new SamplingOptions(), arguments);
    }
}
