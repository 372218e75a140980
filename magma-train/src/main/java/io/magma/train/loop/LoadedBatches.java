package io.magma.train.loop;

import io.magma.train.data.BatchLoader;
import io.magma.train.data.BatchPlan;
import io.magma.train.data.HostBatch;
import io.magma.train.data.RankShare;
import java.util.Map;

/** Training batches of a plan; the cursor is the position in its global order. */
public final class LoadedBatches implements BatchSource<HostBatch> {
    private static final String POSITION = "position";

    private final BatchPlan plan;
    private final RankShare share;
    private BatchLoader loader;

    /** Starts at the beginning of the order. */
    public LoadedBatches(BatchPlan plan, RankShare share) {
        this.plan = plan;
        this.share = share;
        loader = plan.loader(share, 0);
    }

    @Override
    public HostBatch next() {
        return loader.next();
    }

    @Override
    public Map<String, Long> cursor() {
        return Map.of(POSITION, loader.position());
    }

    /**
     * Continues at a position.
     *
     * @throws TrainingException if the cursor has none
     */
    @Override
    public void restore(Map<String, Long> cursor) {
        Long position = cursor.get(POSITION);
        if (position == null) {
            throw new TrainingException("data cursor without '" + POSITION + "': " + cursor);
        }
        loader.close();
        loader = plan.loader(share, position);
    }

    @Override
    public void close() {
        loader.close();
    }
}
