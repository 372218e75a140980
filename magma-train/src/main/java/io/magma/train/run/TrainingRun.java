package io.magma.train.run;

import io.magma.config.ConfigException;
import io.magma.config.ConfigLoader;
import io.magma.config.RunConfig;
import io.magma.config.TrainingConfig;
import io.magma.train.checkpoint.CheckpointStore;
import io.magma.train.checkpoint.CheckpointWriter;
import io.magma.train.checkpoint.Provenance;
import io.magma.train.checkpoint.Retention;
import io.magma.train.checkpoint.SafetensorsFormat;
import io.magma.train.checkpoint.StoredCheckpoint;
import io.magma.train.data.BatchPlan;
import io.magma.train.data.HostBatch;
import io.magma.train.data.RankShare;
import io.magma.train.distributed.Collective;
import io.magma.train.distributed.SingleProcess;
import io.magma.train.loop.Checkpointer;
import io.magma.train.loop.Evaluation;
import io.magma.train.loop.MetricsListener;
import io.magma.train.loop.OptimizerStep;
import io.magma.train.loop.ProgressListener;
import io.magma.train.loop.ResumeMode;
import io.magma.train.loop.RunOutcome;
import io.magma.train.loop.RunWatch;
import io.magma.train.loop.StepReader;
import io.magma.train.loop.StopRequest;
import io.magma.train.loop.TrainListener;
import io.magma.train.loop.TrainState;
import io.magma.train.loop.Trainer;
import io.magma.train.metrics.JsonLines;
import io.magma.train.metrics.MetricSink;
import io.magma.train.metrics.MetricSinks;
import io.magma.train.metrics.NoProgress;
import io.magma.train.metrics.ProgressReporter;
import io.magma.train.metrics.TensorBoardFile;
import io.magma.train.optim.AdamW;
import io.magma.train.optim.GradientClipper;
import io.magma.train.optim.ParameterGroup;
import io.magma.train.optim.ParameterGroups;
import io.magma.train.optim.ParameterTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A training run: configuration in, checkpoints and metrics out. */
public final class TrainingRun {
    private static final Logger logger = LoggerFactory.getLogger(TrainingRun.class);

    private final RunConfig config;
    private final ResumeMode resume;
    private final ProgressReporter progress;
    private final Collective collective;

    /**
     * Prepares a run of one process; nothing is read or written yet.
     *
     * @param resume where to continue from
     * @param progress shown to people
     */
    public TrainingRun(RunConfig config, ResumeMode resume, ProgressReporter progress) {
        this(config, resume, progress, SingleProcess.INSTANCE);
    }

    /**
     * Prepares one process of a run; rank 0 writes, and shows its progress.
     *
     * @param resume where to continue from, the same for all processes
     * @param collective the processes; the caller closes it after a run that has not failed
     */
    public TrainingRun(RunConfig config, ResumeMode resume, ProgressReporter progress, Collective collective) {
        this.config = config;
        this.resume = resume;
        this.progress = collective.rank() == 0 ? progress : NoProgress.INSTANCE;
        this.collective = collective;
    }

    /**
     * Runs to the end, or until {@code stop} asks.
     *
     * @throws io.magma.config.ConfigException if the configuration does not fit the files
     * @throws io.magma.train.loop.TrainingException if loss or gradient is not finite, or a frozen weight changed
     * @throws io.magma.train.checkpoint.CheckpointException if nothing can be written or the checkpoint does not fit
     */
    public RunOutcome run(StopRequest stop) {
        Instant started = Instant.now();
        Path folder = config.checkpoint().dir();
        CheckpointStore store =
                new CheckpointStore(folder, Retention.of(config.checkpoint()), SafetensorsFormat.INSTANCE);
        if (collective.rank() == 0) {
            store.prepare();
        }
        collective.barrier();
        Optional<StoredCheckpoint> from = resume.find(store, SafetensorsFormat.INSTANCE);
        requireOneStart(from.map(c -> c.state().step()).orElse(0));
        String yaml = ConfigLoader.render(config);
        try (RunParts parts = RunParts.of(config, collective)) {
            return train(parts, store, from, yaml, started, stop);
        }
    }

    private void requireOneStart(int step) {
        List<Long> steps = collective.allGather(step);
        for (int rank = 0; rank < steps.size(); rank++) {
            if (!steps.get(rank).equals(steps.get(0))) {
                throw new ConfigException(
                        "checkpoint.dir: rank 0 would start after step " + steps.get(0) + ", but rank "
                                + rank + " after step " + steps.get(rank) + "; "
                                + config.checkpoint().dir()
                                + " must be the same folder for all processes");
            }
        }
    }

    private RunOutcome train(
            RunParts parts,
            CheckpointStore store,
            Optional<StoredCheckpoint> from,
            String yaml,
            Instant started,
            StopRequest stop) {
        TrainingConfig training = config.training();
        List<ParameterGroup> groups = ParameterGroups.of(parts.model().parameters(), config.optimizer());
        progress.note(ParameterTable.render(groups, parts.frozen()));
        BatchPlan plan = parts.loaders().training();
        RankShare share = new RankShare(collective.rank(), collective.size(), training.batchSize());
        try (AdamW optimizer =
                        new AdamW(groups, config.optimizer(), parts.model().manager());
                TrainingState more = TrainingState.of(config, parts.model());
                LoaderSource data = new LoaderSource(plan, share, collective);
                CheckpointWriter writer = new CheckpointWriter(
                        store, config.checkpoint().async(), config.checkpoint().maxFailures())) {
            OptimizerStep<HostBatch> step = new OptimizerStep<>(
                    parts.model(),
                    parts.objective(),
                    optimizer,
                    new GradientClipper(config.optimizer().maxGradNorm()),
                    more.scaler(),
                    more.average(),
                    config.schedule(),
                    training.lossReduction(),
                    collective,
                    training.seed());
            Checkpointer checkpointer = new Checkpointer(
                    writer,
                    parts.model(),
                    more.with(optimizer),
                    data,
                    training.seed(),
                    yaml,
                    Provenance.of(yaml, started));
            TrainState state = from.map(checkpointer::restore).orElse(TrainState.START);
            from.ifPresent(c -> progress.note("continuing after step " + state.step() + " of " + c.folder()));
            Function<List<TrainListener>, RunOutcome> loop = listeners -> new Trainer<>(
                            parts.model(),
                            step,
                            new StepReader(training, parts.model().manager().getDevice(), more.scaler(), collective),
                            data,
                            checkpointer,
                            all(parts.evaluations()).map(more::averaged),
                            training,
                            collective,
                            listeners,
                            System::nanoTime)
                    .run(state, stop);
            RunOutcome outcome = collective.rank() == 0 ? written(loop, plan, yaml, state) : loop.apply(List.of());
            logger.debug("run ended: {}", outcome);
            return outcome;
        }
    }

    private RunOutcome written(
            Function<List<TrainListener>, RunOutcome> loop, BatchPlan plan, String yaml, TrainState state) {
        write(config.checkpoint().dir().resolve("config.yml"), yaml);
        try (MetricSink metrics = metrics(state)) {
            return loop.apply(List.of(
                    new MetricsListener(metrics),
                    new ProgressListener(progress, config.training().steps()),
                    new RunWatch(logger::warn),
                    new StreamingListener(config.data().train(), plan.traffic(), metrics, progress)));
        }
    }

    private MetricSink metrics(TrainState state) {
        Path folder = config.checkpoint().dir();
        Path file = folder.resolve("metrics.jsonl");
        MetricSink lines = state.evaluationDue()
                ? JsonLines.appendEvaluation(file, state.step())
                : JsonLines.append(file, state.step());
        return config.metrics().tensorboard()
                ? new MetricSinks(List.of(lines, TensorBoardFile.begin(folder, state.step(), Clock.systemUTC())))
                : lines;
    }

    private Optional<Evaluation> all(List<Evaluation> evaluations) {
        return evaluations.isEmpty()
                ? Optional.empty()
                : Optional.of((step, stop) -> {
                    Map<String, Object> metrics = new LinkedHashMap<>();
                    evaluations.forEach(e -> metrics.putAll(e.evaluate(step, stop)));
                    requireBest(metrics);
                    return metrics;
                });
    }

    // Rather after the first evaluation than never.
    private void requireBest(Map<String, Object> metrics) {
        String wanted = config.checkpoint().best().metric();
        if (config.checkpoint().keepBest() > 0 && !(metrics.get(wanted) instanceof Number)) {
            throw new ConfigException("checkpoint.best.metric: the evaluation has no number " + wanted + ", it has "
                    + metrics.entrySet().stream()
                            .filter(e -> e.getValue() instanceof Number)
                            .map(Map.Entry::getKey)
                            .collect(Collectors.joining(", ")));
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new io.magma.train.checkpoint.CheckpointException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }
}
