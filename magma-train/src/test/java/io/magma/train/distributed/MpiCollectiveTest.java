package io.magma.train.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.magma.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MpiCollectiveTest {
    @TempDir
    private Path dir;

    @Test
    void threeProcessesAgreeWithArithmetic() throws IOException, InterruptedException {
        MpiProcesses.Result result = MpiProcesses.run(3, ExchangeMain.class, dir.resolve("log"), "3");

        assertThat(result.text()).contains("rank 0 is right", "rank 1 is right", "rank 2 is right");
        assertThat(result.status()).isZero();
    }

    @Test
    void aLibraryThatIsNotThereIsTheUsersMistake() {
        assertThatThrownBy(() -> MpiLibrary.load(Map.of(MpiLibrary.LIBRARY_VARIABLE, "/nowhere/libmpi.so")))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("/nowhere/libmpi.so: cannot be loaded; several processes need Open MPI 4 or 5");
    }
}
