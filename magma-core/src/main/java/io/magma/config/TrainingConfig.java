package io.magma.config;

/**
 * Length and rhythm of a run.
 *
 * @param steps optimizer steps; at least 1
 * @param batchSize samples of a micro-batch of one process; at least 1
 * @param gradientAccumulationSteps micro-batches of a step, on every process; at least 1
 * @param lossReduction how the losses of the target tokens become that of a step
 * @param seed seed of the order of samples, initial weights, dropout and augmentation; at least 0
 * @param evalEvery steps between evaluations, if there is evaluation data; 0 means never; at least 0
 * @param evalBatches micro-batches of an evaluation; 0 means the whole evaluation data; at least 0
 * @param saveEvery steps between checkpoints; 0 means at the end only; at least 0
 * @param logEvery steps between lines of progress; the metrics file has every step; a GPU is waited for only then, so that the
 *     times of these steps are their means; at least 1
 * @param generateSamples captions that are generated at each evaluation; at least 0
 * @param activationCheckpointing whether the decoder's activations are computed again on the way back instead of being kept
 * @param lossScale first factor of the loss where the language model computes in float16; at least 1
 * @param lossScaleWindow steps without an overflow after which the factor doubles; at least 1
 * @param emaDecay decay of the moving average of the trained weights that is evaluated, and can be exported; 0 keeps none; 0 to
 *     below 1
 * @param checkFrozen whether each checkpoint first compares the hashes of the frozen weights
 * @param maxSeconds wall time in seconds after which the run saves and ends in order; 0 means unlimited; at least 0
 * @param distributedTimeoutSeconds seconds that a process waits for the others before the run ends; at least 1
 */
public record TrainingConfig(
        @Key(value = "Optimizer steps", range = "at least 1", fallback = "1000")
        int steps,

        @Key(value = "Samples of a micro-batch of one process", range = "at least 1", fallback = "8")
        int batchSize,

        @Key(value = "Micro-batches of a step, on every process", range = "at least 1", fallback = "1")
        int gradientAccumulationSteps,

        @Key(value = "How the losses of the target tokens become that of a step", fallback = "step")
        LossReduction lossReduction,

        @Key(
                value = "Seed of the order of samples, initial weights, dropout and augmentation",
                range = "at least 0",
                fallback = "0")
        long seed,

        @Key(
                value = "Steps between evaluations, if there is evaluation data; 0 means never",
                range = "at least 0",
                fallback = "100")
        int evalEvery,

        @Key(
                value = "Micro-batches of an evaluation; 0 means the whole evaluation data",
                range = "at least 0",
                fallback = "25")
        int evalBatches,

        @Key(value = "Steps between checkpoints; 0 means at the end only", range = "at least 0", fallback = "500")
        int saveEvery,

        @Key(
                value = "Steps between lines of progress; the metrics file has every step. A GPU (one process, no "
                        + "float16) is waited for only then and before evaluations and checkpoints: the times of the steps "
                        + "since are then their means, and a loss that is not finite is noticed then, with nothing changed "
                        + "since before its step",
                range = "at least 1",
                fallback = "1")
        int logEvery,

        @Key(value = "Captions that are generated at each evaluation", range = "at least 0", fallback = "4")
        int generateSamples,

        @Key(
                value = "Whether the decoder's activations are computed again on the way back instead of being kept: "
                        + "the same gradients, about a third more time, far less memory",
                fallback = "false")
        boolean activationCheckpointing,

        @Key(
                value = "First factor of the loss where the language model computes in float16; "
                        + "halved by a step that overflows, which is skipped",
                range = "at least 1",
                fallback = "65536.0")
        double lossScale,

        @Key(
                value = "Steps without an overflow after which that factor doubles",
                range = "at least 1",
                fallback = "2000")
        int lossScaleWindow,

        @Key(
                value =
                        "Decay of the moving average of the trained weights, which is then what is evaluated, and can be exported "
                                + "(--ema); 0 keeps none",
                range = "0 to below 1",
                fallback = "0.0")
        double emaDecay,

        @Key(value = "Whether each checkpoint first compares the hashes of the frozen weights", fallback = "true")
        boolean checkFrozen,

        @Key(
                value = "Wall time in seconds after which the run saves and ends in order; 0 means unlimited",
                range = "at least 0",
                fallback = "0.0")
        double maxSeconds,

        @Key(
                value =
                        "Seconds that a process waits for the others before the run ends with the name of the one that did"
                                + " not come; evaluation and checkpoints of the first process count",
                range = "at least 1",
                fallback = "600.0")
        double distributedTimeoutSeconds) {
    /** What an empty section means. */
    public static final TrainingConfig DEFAULTS = Defaults.of(TrainingConfig.class);

    public TrainingConfig {
        new Checks()
                .atLeast(1, "steps", steps)
                .atLeast(1, "batch_size", batchSize)
                .atLeast(1, "gradient_accumulation_steps", gradientAccumulationSteps)
                .atLeast(0, "seed", seed)
                .atLeast(0, "eval_every", evalEvery)
                .atLeast(0, "eval_batches", evalBatches)
                .atLeast(0, "save_every", saveEvery)
                .atLeast(1, "log_every", logEvery)
                .atLeast(0, "generate_samples", generateSamples)
                .atLeast(1.0, "loss_scale", lossScale)
                .atLeast(1, "loss_scale_window", lossScaleWindow)
                .require(emaDecay >= 0 && emaDecay < 1, "ema_decay", () -> "must be 0 to below 1, was " + emaDecay)
                .atLeast(0.0, "max_seconds", maxSeconds)
                .atLeast(1.0, "distributed_timeout_seconds", distributedTimeoutSeconds)
                .done();
    }
}
