package io.magma.train.run;

import io.magma.config.ObjectiveConfig;
import io.magma.config.RunConfig;
import io.magma.train.data.BatchLoaders;
import io.magma.train.data.HostBatch;
import io.magma.train.distributed.Collective;
import io.magma.train.loop.Evaluation;
import io.magma.train.loop.Objective;
import io.magma.train.loop.TrainableModel;
import io.magma.train.optim.ParameterTable.FrozenPart;
import java.util.List;

/**
 * What an objective brings to a run; everything else is the same for all of them.
 *
 * @param model what is trained; closed with the run
 * @param objective what is minimised
 * @param loaders make batches
 * @param evaluations measure the model, in order; the first gives {@code eval_loss}
 * @param frozen parts that stay unchanged, for the table at the start
 * @param release frees the model
 */
public record RunParts(
        TrainableModel model,
        Objective<HostBatch> objective,
        BatchLoaders loaders,
        List<Evaluation> evaluations,
        List<FrozenPart> frozen,
        Runnable release)
        implements AutoCloseable {
    public RunParts {
        evaluations = List.copyOf(evaluations);
        frozen = List.copyOf(frozen);
    }

    /** Builds what {@code config} asks for; evaluation data is shared out among the processes. */
    static RunParts of(RunConfig config, Collective collective) {
        if (config.objective() instanceof ObjectiveConfig.Contrastive contrastive) {
            return ContrastiveParts.build(config, contrastive, collective);
        }
        return LanguageModelParts.build(config, collective);
    }

    @Override
    public void close() {
        release.run();
    }
}
