package io.magma.train.loop;

import ai.djl.ndarray.NDArray;
import io.magma.config.LossReduction;
import io.magma.config.OptimizerConfig;
import io.magma.config.OptimizerType;
import io.magma.config.ScheduleConfig;
import io.magma.config.TrainingConfig;
import io.magma.train.checkpoint.CheckpointStore;
import io.magma.train.checkpoint.CheckpointWriter;
import io.magma.train.checkpoint.Provenance;
import io.magma.train.checkpoint.Retention;
import io.magma.train.checkpoint.SafetensorsFormat;
import io.magma.train.checkpoint.StoredCheckpoint;
import io.magma.train.checkpoint.TensorFormat;
import io.magma.train.distributed.Collective;
import io.magma.train.distributed.SingleProcess;
import io.magma.train.metrics.JsonLines;
import io.magma.train.optim.AdamW;
import io.magma.train.optim.GradientClipper;
import io.magma.train.optim.LossScaler;
import io.magma.train.optim.ParameterAverage;
import io.magma.train.optim.ParameterGroups;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/** A whole training run of a {@link TinyModel}, as a fresh process would make it. */
final class TinyRun implements AutoCloseable {
    private static final OptimizerConfig OPTIMIZER = new OptimizerConfig(
            OptimizerType.ADAMW, 0.05, OptionalDouble.empty(), List.of(0.9, 0.95), 1e-8, 0.01, 0, 1.0);
    private static final ScheduleConfig SCHEDULE = new ScheduleConfig.WarmupLinearDecay(3, OptionalInt.of(100), 0);

    final TinyModel model;
    final TinyObjective objective;
    final CheckpointStore store;
    final List<StepResult> results = new ArrayList<>();
    final List<TrainListener> listeners = new ArrayList<>();
    LongSupplier clock = System::nanoTime;
    /** Steps from one reading of results to the next, as on a GPU. */
    int interval = 1;

    HostRead door = HostRead.TOGETHER;
    LossScaler scaler = LossScaler.off();

    private final Path folder;
    private final TrainingConfig config;
    private final Collective collective;
    private final TinyData data;
    private final AdamW optimizer;
    private final ParameterAverage average;
    private final CheckpointWriter writer;

    TinyRun(Path folder, double dropout, TrainingConfig config) {
        this(folder, dropout, config, SingleProcess.INSTANCE);
    }

    TinyRun(Path folder, double dropout, TrainingConfig config, Collective collective) {
        this(folder, dropout, config, collective, SafetensorsFormat.INSTANCE);
    }

    TinyRun(Path folder, double dropout, TrainingConfig config, Collective collective, TensorFormat format) {
        this.collective = collective;
        this.folder = folder;
        this.config = config;
        model = new TinyModel(dropout);
        objective = new TinyObjective(model);
        data = new TinyData(config.batchSize(), collective.rank(), collective.size());
        store = new CheckpointStore(folder, Retention.newest(2), format);
        store.prepare();
        optimizer = new AdamW(ParameterGroups.of(model.parameters(), OPTIMIZER), OPTIMIZER, model.manager);
        average = new ParameterAverage(model.parameters(), 0.9, model.manager);
        writer = new CheckpointWriter(store, true, 2);
        listeners.add(new TrainListener() {
            @Override
            public void stepped(StepResult result) {
                results.add(result);
            }
        });
    }

    static TrainingConfig config(int steps, int batchSize, int accumulation, int saveEvery, double maxSeconds) {
        return config(steps, batchSize, accumulation, LossReduction.STEP, saveEvery, maxSeconds);
    }

    static TrainingConfig config(
            int steps, int batchSize, int accumulation, LossReduction reduction, int saveEvery, double maxSeconds) {
        return new TrainingConfig(
                steps,
                batchSize,
                accumulation,
                reduction,
                7,
                2,
                1,
                saveEvery,
                1,
                0,
                false,
                65536,
                2000,
                0,
                true,
                maxSeconds,
                600);
    }

    RunOutcome run(ResumeMode resume, StopRequest stop) {
        Checkpointer checkpointer = new Checkpointer(
                writer,
                model,
                List.of(optimizer, average, scaler),
                data,
                config.seed(),
                "a: 1\n",
                Provenance.of("a: 1\n", Instant.EPOCH));
        Optional<StoredCheckpoint> checkpoint = resume.find(store, SafetensorsFormat.INSTANCE);
        TrainState start = checkpoint.map(checkpointer::restore).orElse(TrainState.START);
        OptimizerStep<List<Long>> step = new OptimizerStep<>(
                model,
                objective,
                optimizer,
                new GradientClipper(1.0),
                scaler,
                Optional.of(average),
                SCHEDULE,
                config.lossReduction(),
                collective,
                config.seed());
        Evaluation evaluation =
                new LossEvaluation<>(model, objective, List.of(List.of(1000L, 1001L), List.of(1002L)), 0, collective);
        Path file = folder.resolve("metrics-" + collective.rank() + ".jsonl");
        try (JsonLines metrics = start.evaluationDue()
                ? JsonLines.appendEvaluation(file, start.step())
                : JsonLines.append(file, start.step())) {
            List<TrainListener> all = new ArrayList<>(listeners);
            all.add(new MetricsListener(metrics));
            StepReader reader = new StepReader(config, interval, scaler, collective, door);
            return new Trainer<>(
                            model,
                            step,
                            reader,
                            data,
                            checkpointer,
                            Optional.of(evaluation),
                            config,
                            collective,
                            all,
                            clock)
                    .run(start, stop);
        } finally {
            writer.close();
        }
    }

    RunOutcome run() {
        return run(ResumeMode.AUTO, StopRequest.manual());
    }

    /** Every number that a resume must reproduce. */
    Map<String, float[]> numbers() {
        Map<String, NDArray> tensors = new LinkedHashMap<>(model.parameters());
        tensors.putAll(optimizer.state());
        tensors.putAll(average.state());
        Map<String, float[]> numbers = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> numbers.put(name, tensor.toFloatArray()));
        return numbers;
    }

    @Override
    public void close() {
        writer.close();
        model.close();
    }
}
