package io.magma.train.data;

/** The first samples of a source. */
record LimitedSource(SampleSource source, int size) implements SampleSource {

    LimitedSource {
        if (size < 1 || size > source.size()) {
            throw new IllegalArgumentException("expected 1 to " + source.size() + " samples, got " + size);
        }
    }

    @Override
    public Sample get(int index, long draw) {
        return source.get(index, draw);
    }
}
