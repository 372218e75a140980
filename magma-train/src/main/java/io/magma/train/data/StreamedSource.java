package io.magma.train.data;

import io.magma.config.SourceConfig;
import io.magma.config.StreamingConfig;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A streamed source before it is read.
 *
 * @param shards its shards
 * @param order in which they are visited
 * @param lanes shards that are read side by side
 * @param texts makes samples
 * @param settings the rest
 */
record StreamedSource(
        List<Shard> shards, VisitOrder order, int lanes, StreamedTexts texts, ShardStream.Settings settings) {

    private static final Logger logger = LoggerFactory.getLogger(StreamedSource.class);

    /**
     * Finds the shards; nothing of them is read yet.
     *
     * @param number number of the source
     * @throws DataException if there is none, one of this machine does not exist, or an address is malformed
     * @throws io.magma.config.ConfigException if the token is not in the environment
     */
    static StreamedSource of(
            SourceConfig config, StreamingConfig streaming, int number, int lanes, long seed, Traffic traffic) {
        List<Shard> shards = ShardNames.open(config.path(), HttpAccess.of(streaming, traffic, System.getenv()));
        VisitOrder order = new VisitOrder(shards.size(), lanes, config.shuffle(), Mixer.mix(seed, 4, number));
        int blockSize = (streaming.shuffleBuffer() + lanes - 1) / lanes;
        logger.info(
                "{}: {} shards, streamed in {} lanes with blocks of {} samples",
                config.path().label(),
                shards.size(),
                lanes,
                blockSize);
        if (order.parts() > 1) {
            logger.info(
                    "{}: each shard is read {} times an epoch, as there are fewer than lanes",
                    config.path().label(),
                    order.parts());
        }
        return new StreamedSource(
                shards,
                order,
                lanes,
                StreamedTexts.of(config),
                new ShardStream.Settings(
                        number, blockSize, config.shuffle(), config.augment(), Mixer.mix(seed, 5, number)));
    }

    /**
     * Opens it for reading in order.
     *
     * @param turns turns of a lane that are done
     * @param starts where the block of a lane's next turn begins; empty for the beginning of the source
     * @param threads do the reading
     */
    LaneSource open(IntFunction<Long> turns, IntFunction<Optional<StreamCursor>> starts, Executor threads) {
        return new ShardStream(settings, lanes, lane -> {
            StreamCursor start = starts.apply(lane).orElse(StreamCursor.start(lane));
            LaneReader reader = new LaneReader(shards, order, lanes, texts);
            return new StreamLane(
                    reader, settings.blockSize(), turns.apply(lane) / settings.blockSize(), start, threads);
        });
    }
}
