package io.magma.train.loop;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;

/** Endless batches of sample numbers in order; sample i goes to rank i mod N. */
final class TinyData implements BatchSource<List<Long>> {
    private final int batchSize;
    private final int rank;
    private final int ranks;
    private long position;

    TinyData(int batchSize, int rank, int ranks) {
        this.batchSize = batchSize;
        this.rank = rank;
        this.ranks = ranks;
    }

    @Override
    public List<Long> next() {
        long from = position;
        position += (long) batchSize * ranks;
        return LongStream.range(from, position)
                .filter(i -> i % ranks == rank)
                .boxed()
                .toList();
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
