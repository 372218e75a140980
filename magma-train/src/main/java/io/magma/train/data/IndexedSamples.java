package io.magma.train.data;

import io.magma.config.AugmentConfig;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Samples of sources whose samples have numbers. */
final class IndexedSamples implements PositionedSamples {

    /**
     * A source and what is done to its pictures.
     *
     * @param samples the samples
     * @param augment random changes of the pictures, if any
     */
    record Origin(SampleSource samples, Optional<AugmentConfig> augment) {}

    private final List<Origin> origins;
    private final SampleOrder order;

    IndexedSamples(List<Origin> origins, SampleOrder order) {
        this.origins = List.copyOf(origins);
        this.order = order;
    }

    @Override
    public long passLength() {
        return origins.stream().mapToLong(origin -> origin.samples().size()).sum();
    }

    @Override
    public Slot at(long position) {
        SampleOrder.Pick pick = order.at(position);
        return new Slot(pick.source(), List.of(), new Candidates(origins.get(pick.source()), order, pick));
    }

    /** A sample and all others of its source after it, in the order of the epoch. */
    static final class Candidates implements Iterator<Slot.Candidate> {
        private final Origin origin;
        private final SampleOrder order;
        private SampleOrder.Pick pick;
        private int left;

        Candidates(Origin origin, SampleOrder order, SampleOrder.Pick first) {
            this.origin = origin;
            this.order = order;
            pick = first;
            left = origin.samples().size();
        }

        @Override
        public boolean hasNext() {
            return left > 0;
        }

        @Override
        public Slot.Candidate next() {
            if (left-- <= 0) {
                throw new NoSuchElementException();
            }
            int index = pick.index();
            Slot.Candidate candidate =
                    new Slot.Candidate(random -> origin.samples().get(index, random), origin.augment(), pick.draw());
            pick = order.after(pick);
            return candidate;
        }
    }
}
