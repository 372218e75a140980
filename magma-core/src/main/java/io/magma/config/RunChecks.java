package io.magma.config;

import java.util.ArrayList;
import java.util.List;

/** What the sections of a run demand of each other. */
final class RunChecks {
    private RunChecks() {}

    static void check(
            ModelConfig model,
            DataConfig data,
            ObjectiveConfig objective,
            OptimizerConfig optimizer,
            ScheduleConfig schedule,
            TrainingConfig training,
            CheckpointConfig checkpoint) {
        Checks checks = new Checks();
        boolean contrastive = objective instanceof ObjectiveConfig.Contrastive;
        boolean classifies = objective instanceof ObjectiveConfig.Classification;
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
        boolean offloaded = model.languageModel().offload() == Offload.HOST;
        checks.requireJointly(
                !offloaded || !contrastive,
                "model.language_model.offload",
                () -> "host does not go with the objective contrastive");
        checks.requireJointly(
                !offloaded || contrastive || training.activationCheckpointing(),
                "model.language_model.offload",
                () ->
                        "host needs training.activation_checkpointing: true, or autograd would keep all blocks on the device");
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
                !contrastive || !data.blind(), "data.blind", () -> "does not go with the objective contrastive");
        checks.requireJointly(
                !contrastive || data.padTo().isEmpty(),
                "data.pad_to",
                () -> "does not go with the objective contrastive");
        checks.requireJointly(
                !classifies || model.classHead().isPresent(),
                "objective",
                () -> "classification needs model.class_head with the labels");
        checks.requireJointly(
                classifies || model.classHead().isEmpty(),
                "model.class_head",
                () -> "is trained by the objective classification only");
        classes(checks, classifies, data);
        checks.requireJointly(
                sees
                        || contrastive
                        || classifies
                        || !model.adapters().isEmpty()
                        || !model.freeze().languageModel(),
                "model",
                () -> "nothing to train: the language model is frozen, and there are neither adapters nor an image"
                        + " encoder");
        checks.requireJointly(
                schedule.minLr() <= optimizer.lr(),
                "schedule.min_lr",
                () -> "must be at most optimizer.lr (" + optimizer.lr() + "), was " + schedule.minLr());
        checks.requireJointly(
                checkpoint.keepBest() == 0 || (!data.eval().isEmpty() && training.evalEvery() > 0),
                "checkpoint.keep_best",
                () -> "needs evaluations to compare: data.eval and training.eval_every above 0");
        checks.done();
    }

    private static void classes(Checks checks, boolean classifies, DataConfig data) {
        List<SourceConfig> sources = new ArrayList<>(data.train());
        sources.addAll(data.eval());
        checks.requireJointly(
                !classifies || sources.stream().noneMatch(source -> source.format() == DataFormat.TEXT),
                "data",
                () -> "the objective classification needs samples with a target; format text has none");
        checks.requireJointly(
                !classifies || sources.stream().noneMatch(source -> source.loss() == LossTarget.ALL),
                "data",
                () -> "loss: all does not go with the objective classification, where no token bears loss");
    }
}
