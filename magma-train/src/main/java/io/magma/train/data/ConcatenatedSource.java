package io.magma.train.data;

import java.util.List;

/** Several sources one after the other. */
record ConcatenatedSource(List<SampleSource> sources) implements SampleSource {

    ConcatenatedSource {
        sources = List.copyOf(sources);
    }

    @Override
    public int size() {
        return Math.toIntExact(sources.stream().mapToLong(SampleSource::size).sum());
    }

    @Override
    public Sample get(int index, long draw) {
        int rest = index;
        for (SampleSource source : sources) {
            if (rest < source.size()) {
                return source.get(rest, draw);
            }
            rest -= source.size();
        }
        throw new IndexOutOfBoundsException(index);
    }
}
