package io.magma.train.data;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Keeps values in memory up to a number of bytes; what comes once it is full is not kept.
 *
 * <p>Nothing is evicted: with samples in ever new orders every entry is as likely to be used next as any other, so replacing
 * one would cost and not help. Safe for use by several threads.
 *
 * @param <K> key
 * @param <V> value
 */
final class ByteCache<K, V> {

    private final long maxBytes;
    private final ToLongFunction<V> bytesOf;
    private final Map<K, V> values = new HashMap<>();
    private long bytes;

    ByteCache(long maxBytes, ToLongFunction<V> bytesOf) {
        this.maxBytes = maxBytes;
        this.bytesOf = bytesOf;
    }

    synchronized Optional<V> get(K key) {
        return Optional.ofNullable(values.get(key));
    }

    synchronized void put(K key, V value) {
        long size = bytesOf.applyAsLong(value);
        if (bytes + size <= maxBytes && values.putIfAbsent(key, value) == null) {
            bytes += size;
        }
    }
}
