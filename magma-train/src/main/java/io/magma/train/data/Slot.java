package io.magma.train.data;

import io.magma.config.AugmentConfig;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What may stand at a position of the global order.
 *
 * @param source number of the source whose turn it is
 * @param damage what could not be read on the way there
 * @param candidates the sample, and after it those that stand in if it cannot be read
 */
record Slot(int source, List<CorruptSampleException> damage, Iterator<Candidate> candidates) {

    /**
     * A sample that may be readable.
     *
     * @param sample makes it
     * @param augment random changes of its picture, if any
     * @param draw random bits, for captions and augmentation
     */
    record Candidate(SampleMaker sample, Optional<AugmentConfig> augment, long draw) {}
}
