package io.magma.lm;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.config.FrozenDtype;
import io.magma.nn.KvCache;
import io.magma.nn.Sublayer;
import io.magma.testing.Close;
import io.magma.testing.Inputs;
import io.magma.testing.TinyModel;
import io.magma.torch.Autograd;
import io.magma.torch.Dtype;
import io.magma.torch.Int8Ops;
import io.magma.torch.TorchOps;
import io.magma.weights.Initializer;
import io.magma.weights.Int8Matrix;
import io.magma.weights.LoadedWeights;
import io.magma.weights.TensorHash;
import io.magma.weights.WeightContents;
import io.magma.weights.WeightFiles;
import io.magma.weights.WeightSource;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Every family in 8 bits, against itself in float32 with the matrices that the 8 bits stand for. */
class Int8DecoderTest {
    // What bfloat16 does to activations of size 1 in two blocks; a matrix that is left out or turned the wrong way is
    // ten times that.
    private static final double BFLOAT16_NOISE = 0.06;

    @TempDir
    Path scratch;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_NONE, names = "(CLIP|NF)_.*")
    void computesWithTheMatricesItStandsFor(TinyModel model) {
        LanguageModelFolder folder = LanguageModelFolder.open(model.writeFolder(scratch));
        LoadedWeights held =
                LoadedWeights.frozen(WeightFiles.open(folder.path()), manager, FrozenDtype.INT8, WeightContents.VALUES);
        CausalLm int8 = folder.build(manager, held, Sublayer.Wrapper.NONE, Dtype.BFLOAT16);
        held.requireComplete(folder::ignores);
        CausalLm exact = folder.build(manager, new Dequantized(held, manager), Sublayer.Wrapper.NONE, Dtype.FLOAT32);

        NDArray ids = Inputs.tokenIds(manager, 2, 9, int8.config().vocabSize());
        NDArray expected = exact.hidden(exact.embed(ids));
        assertClose(int8.hidden(int8.embed(ids)), expected);
        NDArray embeddings = int8.embed(ids);
        try (KvCache cache = int8.cache(manager, new int[2], 9)) {
            NDArray hidden = int8.hidden(TorchOps.narrow(embeddings, 1, 0, 8), cache);
            hidden = TorchOps.concat(hidden, int8.hidden(TorchOps.narrow(embeddings, 1, 8, 1), cache), 1);
            assertClose(hidden, expected);
        }
        NDArray leaf = Autograd.leaf(TorchOps.cast(embeddings, Dtype.BFLOAT16));
        NDArray tracked = Autograd.recording(() -> int8.hidden(leaf));
        assertClose(tracked, expected);
        Autograd.backward(tracked, TorchOps.cast(expected, Dtype.BFLOAT16));
        NDArray wide = Autograd.leaf(exact.embed(ids));
        Autograd.backward(Autograd.recording(() -> exact.hidden(wide)), expected);
        NDArray gradient = Autograd.gradient(wide).orElseThrow();
        double largest = gradient.abs().max().getFloat();
        Close.assertClose(
                TorchOps.cast(Autograd.gradient(leaf).orElseThrow(), Dtype.FLOAT32)
                        .toFloatArray(),
                gradient.toFloatArray(),
                BFLOAT16_NOISE,
                BFLOAT16_NOISE * largest);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_NONE, names = "(CLIP|NF)_.*")
    void holdsTheSameBitsEachTime(TinyModel model) {
        LanguageModelFolder folder = LanguageModelFolder.open(model.writeFolder(scratch));
        LoadedWeights first =
                LoadedWeights.frozen(WeightFiles.open(folder.path()), manager, FrozenDtype.INT8, WeightContents.VALUES);
        folder.build(manager, first, Sublayer.Wrapper.NONE, Dtype.BFLOAT16);
        LoadedWeights second =
                LoadedWeights.frozen(WeightFiles.open(folder.path()), manager, FrozenDtype.INT8, WeightContents.VALUES);
        folder.build(manager, second, Sublayer.Wrapper.NONE, Dtype.BFLOAT16);
        assertThat(TensorHash.sha256(first.taken())).isEqualTo(TensorHash.sha256(second.taken()));
        first.taken().forEach((name, tensor) -> {
            boolean matrix = tensor.getShape().dimension() == 2 && name.matches(".*\\.\\d+\\..*");
            assertThat(TorchOps.dtype(tensor)).as(name).isEqualTo(matrix ? Dtype.INT8 : Dtype.BFLOAT16);
            assertThat(first.taken().containsKey(name + "_scale")).as(name).isEqualTo(matrix);
        });
    }

    private static void assertClose(NDArray actual, NDArray expected) {
        assertThat(TorchOps.dtype(actual)).isEqualTo(Dtype.BFLOAT16);
        Close.assertClose(TorchOps.cast(actual, Dtype.FLOAT32), expected, BFLOAT16_NOISE, BFLOAT16_NOISE);
    }

    /** What another source holds, in float32. */
    private record Dequantized(LoadedWeights held, NDManager manager) implements WeightSource {
        @Override
        public NDArray take(String name, Initializer init, long... shape) {
            NDArray tensor = Objects.requireNonNull(held.taken().get(name), name);
            NDArray scales = held.taken().get(name + "_scale");
            if (scales == null) {
                return TorchOps.cast(tensor, Dtype.FLOAT32);
            }
            NDArray matrix = Int8Ops.matrix(manager.create(0f), tensor, scales);
            // Square matrices tell nothing about their layout; GPT-2's alone are stored turned.
            boolean turned = name.contains(".c_");
            return turned ? TorchOps.contiguous(matrix.transpose(1, 0)) : matrix;
        }

        @Override
        public NDArray takeBuffer(String name, Initializer init, long... shape) {
            return take(name, init, shape);
        }

        @Override
        public Optional<Int8Matrix> takeInt8(String name, int out, int in, boolean transposed) {
            return Optional.empty();
        }

        @Override
        public boolean has(String name) {
            return held.has(name);
        }
    }
}
