package io.magma.train.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.magma.torch.TorchOps;
import java.util.LinkedHashMap;
import java.util.Map;

/** A linear regression over three features, with dropout: weight (2, 3), bias (2), and a frozen tensor. */
final class TinyModel implements TrainableModel, AutoCloseable {
    final NDManager manager = NDManager.newBaseManager("PyTorch");
    final NDArray frozen = manager.create(new float[] {1, 2, 3});
    private final Map<String, NDArray> parameters = new LinkedHashMap<>();
    private final NDArray buffer = manager.create(new float[] {0});
    private final double dropout;
    private Map<String, NDArray> buffers = Map.of("image_prefix.seen", buffer);
    private boolean training;

    TinyModel(double dropout) {
        this.dropout = dropout;
        put("image_prefix.proj.weight", manager.create(new float[] {.1f, -.2f, .3f, 0, .5f, -.1f}, new Shape(2, 3)));
        put("image_prefix.proj.bias", manager.create(new float[] {.05f, -.05f}));
    }

    private void put(String name, NDArray tensor) {
        tensor.setRequiresGradient(true);
        parameters.put(name, tensor);
    }

    /** Shape (N, 3) to (N, 2). */
    NDArray forward(NDArray x) {
        NDArray[] p = parameters.values().toArray(NDArray[]::new);
        NDArray y = TorchOps.linear(x, p[0], p[1]);
        return training && dropout > 0 ? TorchOps.dropout(y, dropout) : y;
    }

    @Override
    public Map<String, NDArray> parameters() {
        return parameters;
    }

    @Override
    public Map<String, NDArray> buffers() {
        return buffers;
    }

    /** From now on the model has no running statistics. */
    void withoutBuffers() {
        buffers = Map.of();
    }

    @Override
    public String frozenHash() {
        return frozen.toDebugString(true);
    }

    @Override
    public NDManager manager() {
        return manager;
    }

    @Override
    public void training(boolean on) {
        training = on;
    }

    @Override
    public void close() {
        manager.close();
    }
}
