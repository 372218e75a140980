package io.magma.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.magma.torch.Scope;
import io.magma.torch.TorchOps;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
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
            keys.add(allocate(key, batch()));
            values.add(allocate(value, batch()));
        }
        NDList all = TorchOps.appendTokens(keys.get(layer), values.get(layer), key, value, length);
        return new Entry(all.get(0), all.get(1));
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

    /**
     * A new batch out of the first tokens of rows of other caches, aligned at their last token.
     *
     * @param parent manager that the new cache's own manager hangs below
     * @param pasts what the rows begin with; a past of no tokens is an empty row
     * @param room tokens that can be added to the longest row
     * @return a copy; caller closes
     */
    public static KvCache join(NDManager parent, List<Past> pasts, int room) {
        int longest = pasts.stream().mapToInt(Past::length).max().orElse(0);
        int[] padding = pasts.stream().mapToInt(p -> longest - p.length()).toArray();
        KvCache joined = new KvCache(parent, padding, longest + room);
        if (longest > 0) {
            joined.length = longest;
            joined.fill(pasts);
        }
        return joined;
    }

    private void fill(List<Past> pasts) {
        IdentityHashMap<KvCache, List<Long>> plans = new IdentityHashMap<>();
        for (int row = 0; row < pasts.size(); row++) {
            Past past = pasts.get(row);
            if (past.length() > 0) {
                KvCache source = past.cache().orElseThrow();
                long start = source.padding(past.row());
                plans.computeIfAbsent(source, c -> new ArrayList<>())
                        .addAll(List.of(
                                (long) row, (long) padding[row], (long) past.row(), start, (long) past.length()));
            }
        }
        plans.forEach((source, plan) -> {
            long[] moves = plan.stream().mapToLong(Long::longValue).toArray();
            for (int layer = 0; layer < source.keys.size(); layer++) {
                if (layer == keys.size()) {
                    keys.add(allocate(source.keys.get(layer), batch()));
                    values.add(allocate(source.values.get(layer), batch()));
                }
                TorchOps.copyTokens(keys.get(layer), source.keys.get(layer), moves);
                TorchOps.copyTokens(values.get(layer), source.values.get(layer), moves);
            }
        });
    }

    /**
     * Gives each row the latest tokens of some row; what came before stays where it is.
     *
     * @param rows row whose tokens each row takes over, as many as there are rows, with equal tokens before {@code from} and
     *     equal padding
     * @param from slot of the first token that moves, padding included
     */
    public void reorder(int[] rows, int from) {
        int moved = length - from;
        if (moved == 0) {
            return;
        }
        try (NDArray index = manager.create(IntStream.of(rows).asLongStream().toArray())) {
            for (List<NDArray> stores : List.of(keys, values)) {
                for (NDArray store : stores) {
                    try (NDArray latest = TorchOps.narrow(store, 2, from, moved);
                            NDArray taken = TorchOps.selectRows(latest, index)) {
                        TorchOps.copyInto(latest, taken);
                    }
                }
            }
        }
    }

    private NDArray allocate(NDArray like, int rows) {
        return own(TorchOps.zeros(
                like, rows, like.getShape().get(1), capacity, like.getShape().get(3)));
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
     * The first tokens of a row.
     *
     * @param cache where they are; empty if there are none
     * @param row of its batch
     * @param length tokens, padding not counted
     */
    public record Past(Optional<KvCache> cache, int row, int length) {
        /** No tokens. */
        public static final Past NONE = new Past(Optional.empty(), 0, 0);

        /** The first {@code length} tokens of a row of a cache. */
        public Past(KvCache cache, int row, int length) {
            this(Optional.of(cache), row, length);
        }
    }

    /**
     * Everything one layer has seen.
     *
     * @param keys (B, H, S, K)
     * @param values (B, H, S, K)
     */
    record Entry(NDArray keys, NDArray values) {}
}
