package io.magma.config;

/**
 * What is written of a run beside {@code metrics.jsonl}.
 *
 * @param tensorboard whether TensorBoard's event files are
 */
public record MetricsConfig(
        @Key(
                value = "Whether TensorBoard's event files are written into checkpoint.dir: numbers of every step and"
                        + " evaluation, generated captions with their pictures",
                fallback = "true")
        boolean tensorboard) {
    /** What an empty section means. */
    public static final MetricsConfig DEFAULTS = Defaults.of(MetricsConfig.class);
}
