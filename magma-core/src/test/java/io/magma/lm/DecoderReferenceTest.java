package io.magma.lm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.nn.KvCache;
import io.magma.nn.Sublayer;
import io.magma.testing.Close;
import io.magma.testing.Golden;
import io.magma.testing.Inputs;
import io.magma.testing.TinyModel;
import io.magma.torch.Dtype;
import io.magma.torch.TorchOps;
import io.magma.weights.LoadedWeights;
import io.magma.weights.WeightFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Every family, loaded from a folder, against float64 from formulas in Python. */
class DecoderReferenceTest {
    @TempDir
    Path scratch;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_NONE, names = "(CLIP|NF)_.*")
    void logitsEqualTheReference(TinyModel model) {
        CausalLm lm = load(model);
        NDArray ids = Inputs.tokenIds(manager, 2, 9, lm.config().vocabSize());
        Close.assertClose(
                lm.logits(lm.hidden(lm.embed(ids))).toFloatArray(),
                Golden.of(model).numbers("/logits"),
                2e-5,
                2e-5);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_NONE, names = "(CLIP|NF)_.*")
    void logitsEqualTheReferenceInPiecesThroughTheCache(TinyModel model) {
        CausalLm lm = load(model);
        NDArray embeddings = lm.embed(Inputs.tokenIds(manager, 2, 9, lm.config().vocabSize()));
        try (KvCache cache = lm.cache(manager, new int[2], 9)) {
            NDArray hidden = lm.hidden(TorchOps.narrow(embeddings, 1, 0, 4), cache);
            hidden = TorchOps.concat(hidden, lm.hidden(TorchOps.narrow(embeddings, 1, 4, 1), cache), 1);
            hidden = TorchOps.concat(hidden, lm.hidden(TorchOps.narrow(embeddings, 1, 5, 4), cache), 1);
            Close.assertClose(lm.logits(hidden).toFloatArray(), Golden.of(model).numbers("/logits"), 2e-5, 2e-5);
        }
    }

    private CausalLm load(TinyModel model) {
        LanguageModelFolder folder = LanguageModelFolder.open(model.writeFolder(scratch));
        LoadedWeights weights = new LoadedWeights(WeightFiles.open(folder.path()), manager, Dtype.FLOAT32);
        CausalLm lm = folder.build(manager, weights, Sublayer.Wrapper.NONE, Dtype.FLOAT32);
        weights.requireComplete(folder::ignores);
        return lm;
    }
}
