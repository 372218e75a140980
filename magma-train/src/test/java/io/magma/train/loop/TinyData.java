package io.magma.train.loop;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;

/** Endless batches of sample numbers, in order. */
final class TinyData implements BatchSource<List<Long>> {
    private final int batchSize;
    private long position;

    TinyData(int batchSize) {
        this.batchSize = batchSize;
    }

    @Override
    public List<Long> next() {
        long from = position;
        position += batchSize;
        return LongStream.range(from, position).boxed().toList();
    }

    @Override
    public Map<String, Long> cursor() {
        return Map.of("samples", position);
    }

    @Override
    public void restore(Map<String, Long> cursor) {
        position = Objects.requireNonNull(cursor.get("samples"));
    }

    @Override
    public void close() {}
}
