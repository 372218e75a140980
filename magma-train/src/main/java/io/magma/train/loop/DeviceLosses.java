package io.magma.train.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.torch.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Losses of batches that are left on the device, and what the host knows of them. */
final class DeviceLosses implements AutoCloseable {
    /**
     * A batch whose loss was computed.
     *
     * @param count targets that were summed over
     * @param samples names of its samples, for messages
     * @param extras names of the further sums, whose values follow that of the loss
     */
    record Batch(long count, String samples, List<String> extras) {}

    private final NDManager manager;
    private final List<Batch> batches = new ArrayList<>();
    private final List<NDArray> sums = new ArrayList<>();
    private final List<NDArray> numbers = new ArrayList<>();

    /** None yet; the scalars live below {@code parent} until {@link #close}. */
    DeviceLosses(NDManager parent) {
        manager = parent.newSubManager();
    }

    /** Adds the loss of a batch, without its graph. */
    void add(LossSum loss, String samples) {
        Map<String, NDArray> extras = new TreeMap<>(loss.extras());
        batches.add(new Batch(loss.count(), samples, List.copyOf(extras.keySet())));
        sums.add(kept(loss.sum().value()));
        numbers.add(sums.get(sums.size() - 1));
        extras.values().forEach(extra -> numbers.add(kept(extra)));
    }

    // A copy, since an objective may have made it of a Java buffer, which lives no longer than the objective's own
    // array.
    private NDArray kept(NDArray scalar) {
        try (NDArray detached = scalar.stopGradient()) {
            NDArray copy = detached.duplicate();
            copy.attach(manager);
            Scope.release(copy);
            return copy;
        }
    }

    /** Owns the scalars. */
    NDManager manager() {
        return manager;
    }

    /** The batches in order. */
    List<Batch> batches() {
        return List.copyOf(batches);
    }

    /** The losses, one a batch. */
    List<NDArray> sums() {
        return List.copyOf(sums);
    }

    /** Losses and extras, batch by batch. */
    List<NDArray> numbers() {
        return List.copyOf(numbers);
    }

    @Override
    public void close() {
        manager.close();
    }
}
