package io.magma.train.data;

/** Samples by number, the same for every run over the same files. Safe for use by several threads. */
public interface SampleSource {

    /** Returns the number of samples, at least 1. */
    int size();

    /**
     * Reads a sample's texts; its picture is read later.
     *
     * @param index from 0 to size - 1
     * @param draw random bits that choose among several captions or answers, where the source draws at all
     * @throws CorruptSampleException if this sample cannot be read
     */
    Sample get(int index, long draw);
}
