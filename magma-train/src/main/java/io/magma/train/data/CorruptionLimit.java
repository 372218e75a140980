package io.magma.train.data;

import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs each sample that could not be read once, and ends the run when there are too many of them. */
final class CorruptionLimit {

    private static final Logger logger = LoggerFactory.getLogger(CorruptionLimit.class);

    private static final int LEAST_READS = 100;

    private final double maxFraction;
    private final long leastReads;
    private final Set<String> logged = new HashSet<>();
    private long reads;
    private long corrupt;

    /** Allows a fraction, looked at after 100 reads or after one pass over less. */
    CorruptionLimit(double maxFraction, long passLength) {
        this.maxFraction = maxFraction;
        leastReads = Math.min(LEAST_READS, passLength);
    }

    /**
     * Takes note of a batch.
     *
     * @throws DataException if the fraction is exceeded
     */
    void count(BatchBuilder.Built built) {
        for (CorruptSampleException e : built.corrupt()) {
            if (logged.add(e.sample())) {
                logger.warn("sample skipped: {}", e.getMessage());
            }
        }
        reads += built.reads();
        corrupt += built.corrupt().size();
        if (reads >= leastReads && corrupt > maxFraction * reads) {
            throw new DataException(
                    corrupt + " of " + reads + " samples could not be read, more than data.max_corrupt_fraction "
                            + maxFraction + "; for example " + logged.iterator().next());
        }
    }

    long corrupt() {
        return corrupt;
    }
}
