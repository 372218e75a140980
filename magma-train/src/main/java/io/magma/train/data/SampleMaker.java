package io.magma.train.data;

/** Makes one sample, given the draw that chooses among its texts. */
@FunctionalInterface
interface SampleMaker {

    /**
     * Makes the sample.
     *
     * @param draw random bits that choose among several captions or answers
     * @throws CorruptSampleException if its texts cannot be read
     */
    Sample make(long draw);
}
