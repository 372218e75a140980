package io.magma.lm;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.magma.testing.TinyModel;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class CausalityTest {
    @TempDir
    Path scratch;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_NONE, names = "(CLIP|NF)_.*")
    void aTokenChangesItselfAndWhatFollowsOnly(TinyModel model) {
        CausalLm lm = model.languageModel(manager, scratch);
        long[] ids = {3, 1, 4, 1, 5, 9};
        float[] before = hidden(lm, ids);
        int d = lm.config().hiddenSize();
        for (int t = 0; t < ids.length; t++) {
            long[] changed = ids.clone();
            changed[t] = 42;
            float[] after = hidden(lm, changed);
            assertThat(Arrays.copyOf(after, t * d)).containsExactly(Arrays.copyOf(before, t * d));
            for (int later = t; later < ids.length; later++) {
                assertThat(Arrays.copyOfRange(after, later * d, (later + 1) * d))
                        .isNotEqualTo(Arrays.copyOfRange(before, later * d, (later + 1) * d));
            }
        }
    }

    private float[] hidden(CausalLm lm, long[] ids) {
        NDArray in = manager.create(ids, new Shape(1, ids.length));
        return lm.hidden(lm.embed(in)).toFloatArray();
    }
}
