package io.magma.train.run;

import io.magma.train.data.BatchLoader;
import io.magma.train.data.BatchPlan;
import io.magma.train.data.DataCursor;
import io.magma.train.data.HostBatch;
import io.magma.train.data.RankShare;
import io.magma.train.distributed.Collective;
import io.magma.train.loop.BatchSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Training batches for the loop, from wherever a checkpoint left off. */
final class LoaderSource implements BatchSource<HostBatch> {
    private final BatchPlan plan;
    private final RankShare share;
    private final Collective collective;
    private Optional<BatchLoader> loader = Optional.empty();

    /** Starts at the beginning, with the first batch that is asked for. */
    LoaderSource(BatchPlan plan, RankShare share, Collective collective) {
        this.plan = plan;
        this.share = share;
        this.collective = collective;
    }

    @Override
    public HostBatch next() {
        if (loader.isEmpty()) {
            loader = Optional.of(plan.loader(share, DataCursor.START));
        }
        return loader.get().next();
    }

    @Override
    public Map<String, Long> cursor() {
        DataCursor mine = loader.map(BatchLoader::cursor).orElse(DataCursor.START);
        Map<String, Long> all = new TreeMap<>();
        // Sorted, so that all processes add up the same numbers.
        new TreeMap<>(mine.state()).forEach((name, value) -> all.put(name, collective.allReduceSum(value)));
        return new DataCursor(mine.position(), all).toMap();
    }

    @Override
    public void restore(Map<String, Long> cursor) {
        close();
        loader = Optional.of(plan.loader(share, DataCursor.of(cursor)));
    }

    @Override
    public void close() {
        loader.ifPresent(BatchLoader::close);
        loader = Optional.empty();
    }
}
