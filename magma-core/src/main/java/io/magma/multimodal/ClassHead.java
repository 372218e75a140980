package io.magma.multimodal;

import ai.djl.ndarray.NDArray;
import io.magma.torch.Dtype;
import io.magma.torch.TorchOps;
import io.magma.weights.Initializer;
import io.magma.weights.WeightSource;
import java.util.List;

/**
 * Linear classifier of a final hidden state: {@code W · h + b}, in float32.
 *
 * @param labels names of the C classes in the order of their numbers
 * @param weight (C, D)
 * @param bias (C)
 */
public record ClassHead(List<String> labels, NDArray weight, NDArray bias) {
    public ClassHead {
        labels = List.copyOf(labels);
    }

    /** Takes {@code weight} and {@code bias}, which start as those of PyTorch's {@code Linear}. */
    static ClassHead take(WeightSource source, List<String> labels, int hiddenSize) {
        Initializer init = Initializer.uniformFanIn(hiddenSize);
        return new ClassHead(
                labels,
                source.take("weight", init, labels.size(), hiddenSize),
                source.take("bias", init, labels.size()));
    }

    /** Scores of the classes: (…, D) to (…, C) in float32. */
    public NDArray logits(NDArray hidden) {
        return TorchOps.linear(TorchOps.cast(hidden, Dtype.FLOAT32), weight, bias);
    }
}
