package io.magma.train.run;

import io.magma.train.data.BatchLoader;
import io.magma.train.data.BatchPlan;
import io.magma.train.data.HostBatch;
import io.magma.train.data.RankShare;
import io.magma.train.loop.BatchSource;
import java.util.Map;

/** Training batches for the loop, from wherever a checkpoint left off. */
final class LoaderSource implements BatchSource<HostBatch> {
    private static final String POSITION = "position";

    private final BatchPlan plan;
    private final RankShare share;
    private BatchLoader loader;

    /** Starts at the beginning. */
    LoaderSource(BatchPlan plan, RankShare share) {
        this.plan = plan;
        this.share = share;
        this.loader = plan.loader(share, 0);
    }

    @Override
    public HostBatch next() {
        return loader.next();
    }

    @Override
    public Map<String, Long> cursor() {
        return Map.of(POSITION, loader.position());
    }

    @Override
    public void restore(Map<String, Long> cursor) {
        Long position = cursor.get(POSITION);
        if (position == null) {
            throw new IllegalArgumentException("a data cursor without a position: " + cursor);
        }
        loader.close();
        loader = plan.loader(share, position);
    }

    @Override
    public void close() {
        loader.close();
    }
}
