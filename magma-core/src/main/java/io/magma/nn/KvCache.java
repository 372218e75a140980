package io.magma.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.torch.Scope;
import io.magma.torch.TorchOps;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Keys and values of the tokens seen so far, for every layer of a decoder.
 *
 * <p>Rows of a batch are aligned at their last token: shorter rows start with padding that no query sees.
 */
public final class KvCache implements AutoCloseable {
    private final NDManager manager;
    private final int[] padding;
    private final int capacity;
    private final List<NDArray> keys = new ArrayList<>();
    private final List<NDArray> values = new ArrayList<>();
    private int length;

    /**
     * Makes an empty cache.
     *
     * @param parent manager that the cache's own manager hangs below
     * @param padding padding tokens at the start of each row, one number a row of the batch
     * @param capacity most tokens a row will hold, padding included
     */
    public KvCache(NDManager parent, int[] padding, int capacity) {
        this.manager = parent.newSubManager();
        this.padding = padding.clone();
        this.capacity = capacity;
    }

    /** Tokens held, padding included. */
    public int length() {
        return length;
    }

    /** Rows of the batch. */
    public int batch() {
        return padding.length;
    }

    /** Padding tokens at the start of {@code row}. */
    public int padding(int row) {
        return padding[row];
    }

    /** Whether some row is padded. */
    public boolean padded() {
        for (int p : padding) {
            if (p > 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * Appends the keys and values of new tokens and gives all up to now.
     *
     * @param layer index of the layer, from 0
     * @param key new keys (B, H, T, K)
     * @param value new values (B, H, T, K)
     * @return views of all keys and of all values, (B, H, length + T, K)
     * @throws IllegalStateException if the capacity is exceeded
     */
    Entry append(int layer, NDArray key, NDArray value) {
        int tokens = (int) key.getShape().get(2);
        if (length + tokens > capacity) {
            throw new IllegalStateException("cache holds " + capacity + " tokens, asked for " + (length + tokens));
        }
        if (layer == keys.size()) {
            keys.add(allocate(key));
            values.add(allocate(value));
        }
        return new Entry(write(keys.get(layer), key, tokens), write(values.get(layer), value, tokens));
    }

    /** Counts {@code tokens} new ones in, once all layers have appended theirs. */
    public void advance(int tokens) {
        length += tokens;
    }

    /**
     * A copy of some rows, with the same capacity; a row may be taken more than once.
     *
     * @param rows rows of the batch, in the order of the copy
     * @return a cache below the same manager; caller closes
     */
    public KvCache select(int... rows) {
        int[] kept = IntStream.of(rows).map(r -> padding[r]).toArray();
        KvCache copy = new KvCache(manager.getParentManager(), kept, capacity);
        copy.length = length;
        try (NDArray index = manager.create(IntStream.of(rows).asLongStream().toArray())) {
            for (int layer = 0; layer < keys.size(); layer++) {
                copy.keys.add(copy.own(TorchOps.selectRows(keys.get(layer), index)));
                copy.values.add(copy.own(TorchOps.selectRows(values.get(layer), index)));
            }
        }
        return copy;
    }

    private NDArray write(NDArray store, NDArray part, int tokens) {
        try (NDArray target = TorchOps.narrow(store, 2, length, tokens)) {
            TorchOps.copyInto(target, part);
        }
        return TorchOps.narrow(store, 2, 0, length + tokens);
    }

    private NDArray allocate(NDArray like) {
        return own(TorchOps.zeros(
                like,
                like.getShape().get(0),
                like.getShape().get(1),
                capacity,
                like.getShape().get(3)));
    }

    private NDArray own(NDArray store) {
        store.attach(manager);
        Scope.release(store);
        return store;
    }

    @Override
    public void close() {
        manager.close();
    }

    /**
     * Everything one layer has seen.
     *
     * @param keys (B, H, S, K)
     * @param values (B, H, S, K)
     */
    record Entry(NDArray keys, NDArray values) {}
}
