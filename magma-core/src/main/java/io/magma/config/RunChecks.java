package io.magma.config;

/** What the sections of a run demand of each other. */
final class RunChecks {
    private RunChecks() {}

    static void check(
            ModelConfig model,
            DataConfig data,
            ObjectiveConfig objective,
            OptimizerConfig optimizer,
            ScheduleConfig schedule) {
        Checks checks = new Checks();
        boolean contrastive = objective instanceof ObjectiveConfig.Contrastive;
        boolean sees = model.imageEncoder().isPresent();
        checks.requireJointly(
                !contrastive || sees, "objective", () -> "contrastive needs model.image_encoder, which is absent");
        model.imageEncoder()
                .ifPresent(encoder -> checks.requireJointly(
                        !contrastive || encoder.trainable() || encoder.weights() == WeightsOrigin.RANDOM,
                        "objective",
                        () -> "contrastive needs model.image_encoder.trainable: true (or random weights)"));
        model.imageEncoder()
                .ifPresent(encoder -> checks.requireJointly(
                        !contrastive || encoder.computeDtype() == ComputeDtype.FLOAT32,
                        "model.image_encoder.compute_dtype",
                        () -> "belongs to the language_model objective; contrastive has objective.compute_dtype"));
        boolean cached = model.imageEncoder()
                .map(encoder -> encoder.cache() != FeatureCacheMode.OFF)
                .orElse(false);
        checks.requireJointly(
                !cached
                        || data.train().stream()
                                .allMatch(source -> source.augment().isEmpty()),
                "model.image_encoder.cache",
                () -> "needs pictures that do not change: leave out augment in data.train");
        checks.requireJointly(
                !cached || !data.blind(), "model.image_encoder.cache", () -> "does not go with data.blind");
        checks.requireJointly(
                !contrastive || !data.blind(), "data.blind", () -> "goes with the objective language_model only");
        checks.requireJointly(
                !contrastive || data.padTo().isEmpty(),
                "data.pad_to",
                () -> "goes with the objective language_model only");
        checks.requireJointly(
                sees
                        || contrastive
                        || !model.adapters().isEmpty()
                        || !model.freeze().languageModel(),
                "model",
                () -> "nothing to train: the language model is frozen, and there are neither adapters nor an image"
                        + " encoder");
        checks.requireJointly(
                schedule.minLr() <= optimizer.lr(),
                "schedule.min_lr",
                () -> "must be at most optimizer.lr (" + optimizer.lr() + "), was " + schedule.minLr());
        checks.done();
    }
}
