package io.magma.train.data;

import java.util.concurrent.atomic.LongAdder;

/** What streaming has read since the process began. Safe for use by several threads. */
public final class Traffic {

    private final LongAdder bytes = new LongAdder();
    private final LongAdder retries = new LongAdder();

    void read(long count) {
        bytes.add(count);
    }

    void retry() {
        retries.increment();
    }

    /** Returns the bytes of shards that were read. */
    public long bytes() {
        return bytes.sum();
    }

    /** Returns how often a failed request was made again. */
    public long retries() {
        return retries.sum();
    }
}
