package io.magma.train.data;

import java.util.List;

/**
 * Consecutive samples of a lane, among which the order is drawn.
 *
 * @param samples the samples, in the order of the shards
 * @param damage what could not be read on the way
 * @param next where the lane goes on
 */
record StreamBlock(List<SampleMaker> samples, List<CorruptSampleException> damage, StreamCursor next) {
    StreamBlock {
        samples = List.copyOf(samples);
        damage = List.copyOf(damage);
    }
}
