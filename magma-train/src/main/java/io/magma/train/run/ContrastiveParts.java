package io.magma.train.run;

import ai.djl.ndarray.NDArray;
import io.magma.config.ObjectiveConfig;
import io.magma.config.RunConfig;
import io.magma.config.SourceConfig;
import io.magma.contrastive.ContrastiveLoader;
import io.magma.contrastive.ContrastiveModel;
import io.magma.torch.Devices;
import io.magma.train.data.BatchLoaders;
import io.magma.train.data.HostBatch;
import io.magma.train.data.PixelReader;
import io.magma.train.data.RankShare;
import io.magma.train.data.RowEncoder;
import io.magma.train.data.SampleSources;
import io.magma.train.distributed.Collective;
import io.magma.train.loop.Evaluation;
import io.magma.train.loop.LossEvaluation;
import io.magma.train.optim.ParameterTable.FrozenPart;
import java.util.List;
import java.util.stream.Stream;

/** A run that minimises the contrastive loss. */
final class ContrastiveParts {
    private ContrastiveParts() {}

    static RunParts build(RunConfig config, ObjectiveConfig.Contrastive objective, Collective collective) {
        ContrastiveModel model = ContrastiveLoader.load(
                config.model(),
                objective,
                Devices.preferred(),
                config.training().seed());
        RowEncoder encoder = new RowEncoder(model.tokenizer()::encode, model.endOfText(), Integer.MAX_VALUE);
        BatchLoaders loaders = new BatchLoaders(
                config.data(),
                encoder,
                config.model().imageEncoder().map(c -> PixelReader.of(c, model.resolution())),
                config.training().seed());
        ContrastiveTrainable trainable = new ContrastiveTrainable(model);
        ContrastiveObjective loss = new ContrastiveObjective(model);
        return new RunParts(
                trainable,
                loss,
                loaders,
                evaluations(config, trainable, loss, loaders, encoder, collective),
                frozen(model),
                model::close);
    }

    private static List<Evaluation> evaluations(
            RunConfig config,
            ContrastiveTrainable model,
            ContrastiveObjective loss,
            BatchLoaders loaders,
            RowEncoder encoder,
            Collective collective) {
        if (config.data().eval().isEmpty()) {
            return List.of();
        }
        RankShare share = new RankShare(
                collective.rank(), collective.size(), config.training().batchSize());
        int batches = config.training().evalBatches();
        // Evaluation sources cannot be streamed, so that each picture's right captions are there; only wrong ones are
        // missing.
        List<SourceConfig> train =
                IndexedSources.of(config.data().train(), "eval_retrieval compares with fewer captions,");
        CaptionTable captions = CaptionTable.of(Stream.concat(train.stream(), config.data().eval().stream())
                .map(SampleSources::open)
                .toList());
        Iterable<HostBatch> pictures = loaders.evaluation().fromStart(share, batches);
        return List.of(
                new LossEvaluation<>(model, loss, pictures, batches, collective),
                new RetrievalEvaluation(model.contrastive(), pictures, captions, encoder, collective));
    }

    private static List<FrozenPart> frozen(ContrastiveModel model) {
        if (model.frozen().isEmpty()) {
            return List.of();
        }
        long parameters =
                model.frozen().values().stream().mapToLong(NDArray::size).sum();
        return List.of(new FrozenPart("frozen", model.frozen().size(), parameters));
    }
}
