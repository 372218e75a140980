package io.magma.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.magma.torch.Dtype;
import io.magma.torch.TorchOps;
import java.io.IOException;

/** A tensor of the engine as a stream. */
record ArrayTensor(NDArray array) implements StreamedTensor {
    @Override
    public Dtype dtype() {
        return TorchOps.dtype(array);
    }

    @Override
    public Shape shape() {
        return array.getShape();
    }

    @Override
    public void stream(ByteSink sink) throws IOException {
        TensorBytes.stream(array, sink);
    }
}
