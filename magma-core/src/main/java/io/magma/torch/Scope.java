package io.magma.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.function.Supplier;

/**
 * Releases the intermediates of a computation as soon as it returns.
 *
 * <p>Autograd keeps what it needs natively; without this every Java handle would keep its tensor alive until the manager of
 * the step closes.
 */
public final class Scope {
    private Scope() {}

    /**
     * Runs {@code body} and closes every array it made but the one it returns.
     *
     * @return the array of {@code body}, attached to its manager and registered with the enclosing scope, if any
     */
    public static NDArray keep(Supplier<NDArray> body) {
        NDArray result;
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            result = body.get();
            NDScope.unregister(result);
        }
        NDScope.register(result);
        return result;
    }

    /** Takes {@code arrays} out of the current scope, so that they live until their manager closes. */
    public static void release(NDArray... arrays) {
        NDScope.unregister(arrays);
    }
}
