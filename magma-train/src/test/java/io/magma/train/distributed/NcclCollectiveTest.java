package io.magma.train.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.sun.jna.NativeLibrary;
import io.magma.config.ConfigException;
import io.magma.testing.NativeStub;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The calls of NCCL, against a library that writes them down. NCCL itself needs a GPU. */
class NcclCollectiveTest {
    @TempDir
    private Path dir;

    private Path library;

    @BeforeEach
    void compile() throws IOException, InterruptedException {
        library = NativeStub.compile(NcclCollectiveTest.class, "recording_nccl.c", dir);
    }

    private NcclLibrary nccl() {
        return NcclLibrary.load(Map.of(NcclLibrary.LIBRARY_VARIABLE, library.toString()));
    }

    private String recorded() {
        return NativeLibrary.getInstance(library.toString())
                .getFunction("recorded")
                .invokeString(new Object[0], false);
    }

    @Test
    void sumsAndBroadcastsAreOneGroupOnTheTensorsThemselves() {
        NcclLibrary nccl = nccl();
        assertThat(nccl.version()).isEqualTo(22304);
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            NDArray reached = manager.zeros(new Shape(3, 5));
            NDArray strided =
                    manager.arange(0f, 6f, 1f, DataType.FLOAT32).reshape(2, 3).transpose();
            NDArray host = manager.create(2f);
            NcclCollective all =
                    new NcclCollective(SingleProcess.INSTANCE, nccl, nccl.uniqueId(), array -> array != host);
            all.allReduceSum(List.of(reached, host));
            all.allReduceSum(List.of(strided));
            all.broadcast(List.of(reached), 0);
            all.close();
            assertThat(reached.toFloatArray()).containsOnly(1f);
            assertThat(strided.toFloatArray()).containsExactly(1, 4, 2, 5, 3, 6);
            assertThat(host.getFloat()).isEqualTo(2);
        }
        assertThat(recorded()).isEqualTo("""
                id
                init 0 of 1, id intact
                start
                sum 15 type 7 op 0 comm ours stream default in place 1
                end
                start
                sum 6 type 7 op 0 comm ours stream default in place 1
                end
                start
                broadcast 15 type 7 root 0 comm ours stream default in place 1
                end
                destroy ours
                """);
    }

    @Test
    void errorsAreNamed() {
        NcclLibrary nccl = nccl();
        NcclLibrary.UniqueId id = nccl.uniqueId();
        assertThatThrownBy(() -> nccl.join(1, id, 1))
                .isInstanceOf(DistributedException.class)
                .hasMessage("ncclCommInitRank failed: invalid argument");
        assertThatThrownBy(() -> NcclLibrary.load(Map.of(NcclLibrary.LIBRARY_VARIABLE, "/nowhere/libnccl.so")))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("/nowhere/libnccl.so: cannot be loaded");
    }
}
