package io.magma.train.data;

import io.magma.config.AugmentConfig;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A streamed source being read.
 *
 * <p>A lane's samples are divided into blocks of equal size, and each block has an order of its own. So a sample comes at most one block
 * earlier or later than in its shard, and to go on within a block it is enough to read that block again.
 */
final class ShardStream implements LaneSource {

    /**
     * What a source is, beside its shards.
     *
     * @param number number of the source
     * @param blockSize samples of a block
     * @param shuffle whether blocks have orders of their own
     * @param augment random changes of the pictures, if any
     * @param seed of the orders
     */
    record Settings(int number, int blockSize, boolean shuffle, Optional<AugmentConfig> augment, long seed) {}

    private final Settings settings;
    private final List<StreamLane> lanes;

    /** Reads lanes, as many as {@code lane} is asked for. */
    ShardStream(Settings settings, int lanes, IntFunction<StreamLane> lane) {
        this.settings = settings;
        this.lanes = IntStream.range(0, lanes).mapToObj(lane).toList();
    }

    @Override
    public Slot at(int lane, long turn, long draw) {
        long number = turn / settings.blockSize();
        int place = (int) (turn % settings.blockSize());
        StreamBlock block = lanes.get(lane).block(number);
        Permutation order = new Permutation(block.samples().size(), Mixer.mix(settings.seed(), lane, number));
        Iterator<Slot.Candidate> candidates = IntStream.range(0, block.samples().size())
                .mapToObj(attempt -> {
                    int at = (place + attempt) % block.samples().size();
                    return new Slot.Candidate(
                            block.samples().get(settings.shuffle() ? order.at(at) : at),
                            settings.augment(),
                            attempt == 0 ? draw : Mixer.mix(draw, attempt));
                })
                .iterator();
        return new Slot(settings.number(), place == 0 ? block.damage() : List.of(), candidates);
    }

    @Override
    public Optional<StreamCursor> cursor(int lane, long turn) {
        return Optional.of(lanes.get(lane).start(turn / settings.blockSize()));
    }

    @Override
    public void release(int lane, long turn) {
        lanes.get(lane).release(turn / settings.blockSize());
    }

    @Override
    public void close() {
        lanes.forEach(StreamLane::close);
    }
}
