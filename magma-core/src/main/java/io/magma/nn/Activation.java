package io.magma.nn;

import ai.djl.ndarray.NDArray;
import io.magma.torch.TorchOps;
import java.util.Optional;

/** Element-wise non-linearity, under the names of Hugging Face configurations. */
public enum Activation {
    GELU,
    GELU_TANH,
    QUICK_GELU,
    SILU,
    RELU;

    /** The activation that a {@code config.json} calls {@code name}, if it is known. */
    public static Optional<Activation> named(String name) {
        return switch (name) {
            case "gelu" -> Optional.of(GELU);
            case "gelu_new", "gelu_pytorch_tanh", "gelu_fast" -> Optional.of(GELU_TANH);
            case "quick_gelu" -> Optional.of(QUICK_GELU);
            case "silu", "swish" -> Optional.of(SILU);
            case "relu" -> Optional.of(RELU);
            default -> Optional.empty();
        };
    }

    /** Applies the function to each element. */
    public NDArray forward(NDArray x) {
        return switch (this) {
            case GELU -> TorchOps.gelu(x);
            case GELU_TANH -> TorchOps.geluTanh(x);
            case QUICK_GELU -> TorchOps.quickGelu(x);
            case SILU -> TorchOps.silu(x);
            case RELU -> TorchOps.relu(x);
        };
    }
}
