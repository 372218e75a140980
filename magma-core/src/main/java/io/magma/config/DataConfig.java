package io.magma.config;

import java.util.List;
import java.util.OptionalInt;

/**
 * What is trained and evaluated on.
 *
 * @param train training sources, one mapping or a list; at least one
 * @param eval sources of the evaluation loss, one mapping or a list; empty means no evaluation
 * @param workers threads that read and prepare samples ahead; at least 1
 * @param padTo positions, image prefix included, that every row is padded to; absent means the longest of the batch; at least
 *     1
 * @param blind whether every pixel is zero after normalisation in training and in the evaluation loss, to see what is learnt
 *     without seeing
 * @param maxCorruptFraction unreadable samples, as a fraction of those read, above which the run fails; 0 to 1
 * @param streamingLanes shards of a streamed source that are read side by side and take turns; at least 1
 */
public record DataConfig(
        @Key(value = "Training sources, one mapping or a list", range = "at least one", required = true)
        List<SourceConfig> train,

        @Key("Sources of the evaluation loss, one mapping or a list; empty means no evaluation")
        List<SourceConfig> eval,

        @Key(value = "Threads that read and prepare samples ahead", range = "at least 1", fallback = "1")
        int workers,

        @Key(
                value =
                        "Positions, image prefix included, that every row is padded to; absent means the longest of the batch",
                range = "at least 1")
        OptionalInt padTo,

        @Key(
                value =
                        "Whether every pixel is zero after normalisation in training and in the evaluation loss, to see what is learnt without seeing",
                fallback = "false")
        boolean blind,

        @Key(
                value = "Unreadable samples, as a fraction of those read, above which the run fails",
                range = "0 to 1",
                fallback = "0.01")
        double maxCorruptFraction,

        @Key(
                value =
                        "Shards of a streamed source that are read side by side and take turns; the order of the samples"
                                + " depends on it, and processes share no shard if it is a multiple of their number",
                range = "at least 1",
                fallback = "8")
        int streamingLanes) {
    public DataConfig {
        train = List.copyOf(train);
        eval = List.copyOf(eval);
        new Checks()
                .require(!train.isEmpty(), "train", () -> "needs at least one source")
                .atLeast(1, "workers", workers)
                .atLeast(1, "pad_to", padTo)
                .within(0, 1, "max_corrupt_fraction", maxCorruptFraction)
                .atLeast(1, "streaming_lanes", streamingLanes)
                .require(
                        eval.stream().allMatch(source -> source.streaming().isEmpty()),
                        "eval",
                        () -> "an evaluation source cannot be streamed, since its length must be known")
                .done();
    }
}
