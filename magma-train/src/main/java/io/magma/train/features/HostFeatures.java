package io.magma.train.features;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.magma.torch.TorchOps;

/** Moves features between devices; DJL's own way ends the process for bfloat16. */
final class HostFeatures {
    private HostFeatures() {}

    /** {@code features} itself if it is on the CPU, else a copy there. */
    static NDArray onCpu(NDArray features) {
        if (!features.getDevice().isGpu()) {
            return features;
        }
        try (NDManager host = NDManager.newBaseManager(Device.cpu(), "PyTorch");
                NDArray like = TorchOps.cast(host.zeros(new Shape(1)), TorchOps.dtype(features))) {
            NDArray copy = TorchOps.castLike(like, features);
            copy.attach(features.getManager());
            return copy;
        }
    }
}
