package io.magma.nn;

import ai.djl.ndarray.NDArray;
import io.magma.torch.Int8Ops;
import io.magma.torch.TorchOps;
import io.magma.weights.Initializer;
import io.magma.weights.Int8Matrix;
import io.magma.weights.WeightSource;
import java.util.Optional;

/** The matrix of an affine map, in whatever way it is held. */
public sealed interface LinearWeight {
    /** {@code x · Wᵀ + bias}: (…, in) to (…, out). */
    NDArray map(NDArray x, Optional<NDArray> bias);

    /** W as (out, in) in the type of {@code x}. */
    NDArray matrix(NDArray x);

    /** Takes a matrix of this name in 8 bits where the source has it so, else as it is. */
    static LinearWeight take(WeightSource source, String name, int out, int in, boolean transposed, Initializer init) {
        Optional<Int8Matrix> int8 = source.takeInt8(name, out, in, transposed);
        if (int8.isPresent()) {
            return new Int8(int8.get());
        }
        return new Dense(transposed ? source.take(name, init, in, out) : source.take(name, init, out, in), transposed);
    }

    /**
     * Numbers of a floating-point type.
     *
     * @param values (out, in), or (in, out) if {@code transposed}
     * @param transposed whether the weight is stored as GPT-2's {@code Conv1D} stores it
     */
    record Dense(NDArray values, boolean transposed) implements LinearWeight {
        @Override
        public NDArray map(NDArray x, Optional<NDArray> bias) {
            NDArray w = matrix(x);
            return bias.isPresent() ? TorchOps.linear(x, w, TorchOps.castLike(x, bias.get())) : TorchOps.linear(x, w);
        }

        @Override
        public NDArray matrix(NDArray x) {
            NDArray cast = TorchOps.castLike(x, values);
            // Turned here and not once at loading: a view made while autograd is off passes no gradient on.
            return transposed ? cast.transpose(1, 0) : cast;
        }
    }

    /** 8 bits a number. */
    record Int8(Int8Matrix held) implements LinearWeight {
        @Override
        public NDArray map(NDArray x, Optional<NDArray> bias) {
            return Int8Ops.linear(x, held.values(), held.scales(), bias);
        }

        @Override
        public NDArray matrix(NDArray x) {
            return Int8Ops.matrix(x, held.values(), held.scales());
        }
    }
}
