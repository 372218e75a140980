package io.magma.train.distributed;

import ai.djl.ndarray.NDArray;
import io.magma.torch.TensorLists;
import io.magma.torch.TorchOps;
import java.util.List;
import java.util.function.Consumer;

/** Gives libraries that know addresses and lengths only what they can work with. */
final class DenseArrays {
    private DenseArrays() {}

    /** Calls {@code body} with {@code arrays}, or with contiguous copies that are copied back, if any is not contiguous. */
    static void with(List<NDArray> arrays, Consumer<List<NDArray>> body) {
        if (arrays.isEmpty()) {
            return;
        }
        if (TensorLists.contiguous(arrays)) {
            body.accept(arrays);
            return;
        }
        List<NDArray> dense = arrays.stream().map(TorchOps::contiguous).toList();
        body.accept(dense);
        for (int i = 0; i < dense.size(); i++) {
            TorchOps.copyInto(arrays.get(i), dense.get(i));
            dense.get(i).close();
        }
    }
}
