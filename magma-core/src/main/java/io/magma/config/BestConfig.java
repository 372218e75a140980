package io.magma.config;

/**
 * Which checkpoints are the best ones, among those that were evaluated at their step.
 *
 * @param metric number of the evaluation that is compared, as {@code metrics.jsonl} names it
 * @param mode whether less or more of it is better
 */
public record BestConfig(
        @Key(value = "Number of the evaluation that is compared, as metrics.jsonl names it", fallback = "eval_loss")
        String metric,

        @Key(value = "Whether less or more of it is better", fallback = "min")
        BestMode mode) {
    /** What an empty section means. */
    public static final BestConfig DEFAULTS = Defaults.of(BestConfig.class);
}
