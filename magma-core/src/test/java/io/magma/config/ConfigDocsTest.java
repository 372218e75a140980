package io.magma.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigDocsTest {
    private static final Path FILE = Path.of("..", "docs", "CONFIGURATION.md");

    @Test
    void theCommittedReferenceIsCurrent() throws IOException {
        String expected = ConfigDocs.markdown();
        if (Boolean.getBoolean("magma.docs.write")) {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, expected);
        }
        assertThat(Files.exists(FILE) ? Files.readString(FILE) : "")
                .as("docs/CONFIGURATION.md is stale; write it anew with: mvn -q -pl magma-core -am test"
                        + " -Dtest=ConfigDocsTest -Dsurefire.failIfNoSpecifiedTests=false -Dmagma.docs.write=true")
                .isEqualTo(expected);
    }

    @Test
    void everyKeyIsThere() {
        assertThat(ConfigDocs.markdown())
                .contains("| `lr` | number | `8.0e-4` | Peak learning rate; **greater than 0** |")
                .contains("| `path` | path or address | required |")
                .contains("| `path` | path, or `hf:ORGANISATION/NAME@REVISION` | required |")
                .contains("## `data.train.augment`")
                .contains("## `data.eval`\n\nSame keys as `data.train`.")
                .contains("### `type: reference_warmup_decay`")
                .contains("### `type: warmup_linear_decay` (the default)")
                .contains("| `betas` | list of number | `[0.9, 0.95]` |");
    }
}
