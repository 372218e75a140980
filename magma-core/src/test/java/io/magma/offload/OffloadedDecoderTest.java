package io.magma.offload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.lm.CausalLm;
import io.magma.lm.DecoderPass;
import io.magma.lm.LanguageModelFolder;
import io.magma.nn.KvCache;
import io.magma.nn.Sublayer;
import io.magma.testing.FixedWeights;
import io.magma.testing.Inputs;
import io.magma.testing.TinyModel;
import io.magma.torch.Autograd;
import io.magma.torch.Dtype;
import io.magma.torch.TorchOps;
import io.magma.weights.Initializer;
import io.magma.weights.LoadedWeights;
import io.magma.weights.SafetensorsWriter;
import io.magma.weights.TensorHash;
import io.magma.weights.WeightFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Decoders of five blocks, whole and with one to three of them on the device: every bit is the same. */
@Timeout(120)
class OffloadedDecoderTest {
    private static final int BLOCKS = 5;

    @TempDir
    Path scratch;

    private final NDManager manager = NDManager.newBaseManager("PyTorch");

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_NONE, names = "(CLIP|NF)_.*")
    void everythingIsAsOnTheDevice(TinyModel model) throws IOException {
        LanguageModelFolder folder = write(model);
        for (Dtype dtype : List.of(Dtype.FLOAT32, Dtype.BFLOAT16)) {
            LoadedWeights files = new LoadedWeights(WeightFiles.open(folder.path()), manager, dtype);
            CausalLm whole = folder.build(manager, files, Sublayer.Wrapper.NONE, dtype);
            List<float[]> expected = numbers(whole);
            String hash = TensorHash.sha256(files.taken());
            for (int slots = 1; slots <= 3; slots++) {
                check(folder, dtype, new ThreadTransfer(slots), slots, expected, hash);
            }
        }
    }

    /** What is put on the streams, done as late as the events allow. */
    @Test
    void theCudaWayGivesTheSame() throws Exception {
        RecordingCuda cuda = new RecordingCuda(scratch);
        LanguageModelFolder folder = write(TinyModel.GPTJ);
        for (Dtype dtype : List.of(Dtype.FLOAT32, Dtype.BFLOAT16)) {
            LoadedWeights files = new LoadedWeights(WeightFiles.open(folder.path()), manager, dtype);
            CausalLm whole = folder.build(manager, files, Sublayer.Wrapper.NONE, dtype);
            List<float[]> expected = numbers(whole);
            String hash = TensorHash.sha256(files.taken());
            for (int slots = 1; slots <= 3; slots++) {
                check(folder, dtype, new CudaTransfer(cuda.driver(), 0, slots), slots, expected, hash);
                assertThat(cuda.calls()).contains("copies: copy").doesNotContain("pageable");
                assertThat(cuda.rangesLocked()).isZero();
            }
        }
    }

    private void check(
            LanguageModelFolder folder,
            Dtype dtype,
            BlockTransfer transfer,
            int slots,
            List<float[]> expected,
            String hash) {
        LoadedWeights files = new LoadedWeights(WeightFiles.open(folder.path()), manager, dtype);
        OffloadedWeights weights = new OffloadedWeights(files, manager, transfer, slots);
        try (CausalLm lm = folder.build(manager, weights, Sublayer.Wrapper.NONE, dtype, weights.residency())) {
            files.requireComplete(folder::ignores);
            assertThat(TensorHash.sha256(files.taken())).isEqualTo(hash);
            List<float[]> actual = numbers(lm);
            assertThat(actual).hasSameSizeAs(expected);
            for (int i = 0; i < expected.size(); i++) {
                assertThat(actual.get(i)).as(slots + " slots, result " + i).isEqualTo(expected.get(i));
            }
            assertThat(TensorHash.sha256(files.taken())).isEqualTo(hash);
        }
    }

    /** Final hidden states at once and through a cache, and gradients of the input, twice. */
    private List<float[]> numbers(CausalLm lm) {
        List<float[]> all = new ArrayList<>();
        try (NDManager own = manager.newSubManager()) {
            NDArray ids = Inputs.tokenIds(own, 2, 9, lm.config().vocabSize());
            NDArray embeddings = lm.embed(ids);
            for (int time = 0; time < 2; time++) {
                all.add(floats(lm.hidden(embeddings)));
                all.add(floats(gradient(lm, embeddings)));
                all.add(floats(lm.hidden(embeddings)));
                try (KvCache cache = lm.cache(own, new int[2], 9)) {
                    all.add(floats(lm.hidden(TorchOps.narrow(embeddings, 1, 0, 4), cache)));
                    for (int token = 4; token < 9; token++) {
                        all.add(floats(lm.hidden(TorchOps.narrow(embeddings, 1, token, 1), cache)));
                    }
                }
            }
        }
        return all;
    }

    /** As with recomputed activations: block by block there, and back with one block in the graph at a time. */
    private static NDArray gradient(CausalLm lm, NDArray embeddings) {
        NDArray x = lm.withPositions(embeddings);
        DecoderPass pass = lm.pass(x, Optional.empty());
        List<NDArray> inputs = new ArrayList<>();
        for (int number = 0; number < pass.blocks(); number++) {
            inputs.add(x);
            x = pass.run(number, x);
        }
        NDArray gradient = TorchOps.cast(x, TorchOps.dtype(x)).mul(0.5);
        for (int number = pass.blocks() - 1; number >= 0; number--) {
            int n = number;
            NDArray in = Autograd.leaf(inputs.get(n));
            NDArray y = Autograd.recording(() -> pass.run(n, in));
            Autograd.backward(y, gradient);
            gradient = Autograd.gradient(in).orElseThrow();
        }
        return gradient;
    }

    private static float[] floats(NDArray x) {
        return TorchOps.cast(x, Dtype.FLOAT32).toFloatArray();
    }

    @Test
    void noMoreThanTheSlotsIsOnTheDevice() throws IOException {
        LanguageModelFolder folder = write(TinyModel.LLAMA);
        LoadedWeights files = new LoadedWeights(WeightFiles.open(folder.path()), manager, Dtype.FLOAT32);
        OffloadedWeights weights = new OffloadedWeights(files, manager, new ThreadTransfer(2), 2);
        IntFunction<NDArray> norm = block -> {
            long d = folder.config().hiddenSize();
            return weights.block(block, "model.layers." + block + ".")
                    .take("input_layernorm.weight", Initializer.ONES, d);
        };
        NDArray[] taken = new NDArray[BLOCKS];
        for (int block = 0; block < BLOCKS; block++) {
            taken[block] = norm.apply(block);
        }
        assertThat(List.of(taken[2], taken[4])).allSatisfy(t -> assertThat(t).isSameAs(taken[0]));
        assertThat(taken[3]).isSameAs(taken[1]);
        weights.residency().close();
    }

    @Test
    void autogradMayNotKeepAllBlocks() throws IOException {
        LanguageModelFolder folder = write(TinyModel.GPT2);
        LoadedWeights files = new LoadedWeights(WeightFiles.open(folder.path()), manager, Dtype.FLOAT32);
        OffloadedWeights weights = new OffloadedWeights(files, manager, new ThreadTransfer(2), 2);
        try (CausalLm lm = folder.build(manager, weights, Sublayer.Wrapper.NONE, Dtype.FLOAT32, weights.residency())) {
            NDArray embeddings =
                    lm.embed(Inputs.tokenIds(manager, 1, 3, lm.config().vocabSize()));
            assertThatThrownBy(() -> Autograd.recording(() -> lm.hidden(embeddings)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("recompute activations");
        }
    }

    @Test
    void aCopyThatFailsEndsThePassWithOneLine() throws IOException {
        LanguageModelFolder folder = write(TinyModel.GPT2);
        LoadedWeights files = new LoadedWeights(WeightFiles.open(folder.path()), manager, Dtype.FLOAT32);
        OffloadedWeights weights = new OffloadedWeights(files, manager, new ThreadTransfer(2), 2);
        try (CausalLm lm = folder.build(manager, weights, Sublayer.Wrapper.NONE, Dtype.FLOAT32, weights.residency())) {
            NDArray embeddings =
                    lm.embed(Inputs.tokenIds(manager, 1, 3, lm.config().vocabSize()));
            files.taken().forEach((name, tensor) -> {
                if (name.contains("h.3.mlp.c_fc.weight")) {
                    tensor.close();
                }
            });
            for (int time = 0; time < 2; time++) {
                assertThatThrownBy(() -> lm.hidden(embeddings))
                        .isInstanceOf(OffloadException.class)
                        .message()
                        .startsWith("a block of the language model could not be copied from host memory: ")
                        .hasLineCount(1);
            }
        }
    }

    private LanguageModelFolder write(TinyModel model) throws IOException {
        Path folder = model.writeConfig(scratch);
        Path config = folder.resolve("config.json");
        Files.writeString(
                config,
                Files.readString(config).replaceAll("\"(n_layer|num_hidden_layers)\": *\\d+", "\"$1\": " + BLOCKS));
        LanguageModelFolder opened = LanguageModelFolder.open(folder);
        assertThat(opened.config().layers()).isEqualTo(BLOCKS);
        try (NDManager own = NDManager.newBaseManager("PyTorch")) {
            FixedWeights weights = new FixedWeights(own);
            opened.build(own, weights, Sublayer.Wrapper.NONE, Dtype.FLOAT32);
            SafetensorsWriter.write(folder.resolve("model.safetensors"), weights.taken(), Map.of(), false);
        }
        return opened;
    }
}
