package io.magma.config;

/**
 * A whole run, as one YAML file describes it.
 *
 * @param model the model
 * @param data training and evaluation data
 * @param objective what is minimised
 * @param optimizer optimizer
 * @param schedule learning rate over the steps
 * @param training length and rhythm
 * @param checkpoint where the run is written
 * @param metrics what is written of the run beside {@code metrics.jsonl}
 * @param generation how captions are decoded during the run and by generate
 */
public record RunConfig(
        @Key(value = "The model", required = true) ModelConfig model,

        @Key(value = "Training and evaluation data", required = true)
        DataConfig data,

        @Key(value = "What is minimised", fallback = "language_model")
        ObjectiveConfig objective,

        @Key("Optimizer") OptimizerConfig optimizer,

        @Key(value = "Learning rate over the steps", fallback = "warmup_linear_decay")
        ScheduleConfig schedule,

        @Key("Length and rhythm") TrainingConfig training,

        @Key(value = "Where the run is written", required = true)
        CheckpointConfig checkpoint,

        @Key("What is written of the run beside metrics.jsonl")
        MetricsConfig metrics,

        @Key("How captions are decoded during the run and by generate")
        GenerationConfig generation) {
    public RunConfig {
        RunChecks.check(model, data, objective, optimizer, schedule, training, checkpoint);
    }
}
