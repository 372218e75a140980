package io.magma.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.magma.torch.Dtype;
import io.magma.torch.Int8Ops;
import io.magma.torch.Scope;
import io.magma.torch.TorchOps;

/** Brings tensors that were read from a file to the device of a manager, in one type. */
final class TensorPlacement {
    private final NDManager manager;
    private final Dtype dtype;
    private final NDArray example;

    TensorPlacement(NDManager manager, Dtype dtype) {
        this.manager = manager;
        this.dtype = dtype;
        this.example = Scope.keep(() -> TorchOps.cast(manager.zeros(new Shape(1), DataType.FLOAT32), dtype));
        Scope.release(example);
    }

    /**
     * A view of a mapped file itself if it is in place already, otherwise a copy; the view is closed then, and its pages are given
     * back.
     */
    NDArray moved(NDArray mapped) {
        if (TorchOps.dtype(mapped) == dtype && mapped.getDevice().equals(manager.getDevice())) {
            return mapped;
        }
        NDArray copy = copied(mapped);
        MappedPages.release(mapped);
        mapped.close();
        return copy;
    }

    /** A mapped matrix in 8 bits; the view is closed and its pages are given back. */
    Int8Matrix quantized(NDArray mapped, boolean transposed) {
        // On the CPU, where the file is: every device gets the same bits.
        NDArray turned = transposed ? mapped.transpose(1, 0) : mapped;
        NDList parts = Int8Ops.quantize(turned);
        Scope.release(parts.get(0), parts.get(1));
        if (turned != mapped) {
            turned.close();
        }
        MappedPages.release(mapped);
        mapped.close();
        NDArray scales = copied(parts.get(1));
        parts.get(1).close();
        NDArray values = parts.get(0);
        if (!values.getDevice().equals(manager.getDevice())) {
            NDArray there = values.toDevice(manager.getDevice(), true);
            Scope.release(there);
            values.close();
            values = there;
        }
        return new Int8Matrix(values, scales);
    }

    /** A copy that shares no memory with {@code tensor}, which stays as it is. */
    NDArray copied(NDArray tensor) {
        NDArray copy = Scope.keep(() -> {
            NDArray cast = TorchOps.castLike(example, tensor);
            return cast == tensor ? onManager(TorchOps.contiguous(tensor)) : cast;
        });
        Scope.release(copy);
        return copy;
    }

    private NDArray onManager(NDArray array) {
        array.attach(manager);
        return array;
    }

    /** Zeros of any shape that take no memory: they stand in for a tensor that was reported as a problem. */
    NDArray placeholder(Shape shape) {
        NDArray zeros = Scope.keep(() -> example.mul(0).reshape(new Shape()).broadcast(shape));
        Scope.release(zeros);
        return zeros;
    }

    /** The same for a matrix in 8 bits. */
    Int8Matrix int8Placeholder(int out, int in) {
        NDArray values =
                Scope.keep(() -> manager.zeros(new Shape(), DataType.INT8).broadcast(new Shape(out, in)));
        Scope.release(values);
        return new Int8Matrix(values, placeholder(new Shape(out)));
    }
}
