package io.magma.train.loop;

import io.magma.config.TrainingConfig;
import io.magma.train.distributed.Collective;
import io.magma.train.loop.RunOutcome.Ending;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop: steps, and what happens between them.
 *
 * <p>After a step come its evaluation and its checkpoint, in this order, so that a checkpoint never lacks the record of an
 * evaluation that a resumed run would not repeat; only when the run was asked to stop, the checkpoint comes first.
 *
 * @param <B> a batch, on the host
 */
public final class Trainer<B> {
    private static final Logger logger = LoggerFactory.getLogger(Trainer.class);
    private static final int SHOWN = 8;

    private final TrainableModel model;
    private final OptimizerStep<B> optimizerStep;
    private final BatchSource<B> data;
    private final Checkpointer checkpointer;
    private final Optional<Evaluation> evaluation;
    private final TrainingConfig config;
    private final Collective collective;
    private final List<TrainListener> listeners;
    private final LongSupplier nanos;
    private final Replicas replicas;

    /**
     * A loop over these parts.
     *
     * @param listeners called on this process, in order
     * @param nanos clock for {@code max_seconds}, such as {@code System::nanoTime}
     */
    public Trainer(
            TrainableModel model,
            OptimizerStep<B> optimizerStep,
            BatchSource<B> data,
            Checkpointer checkpointer,
            Optional<Evaluation> evaluation,
            TrainingConfig config,
            Collective collective,
            List<TrainListener> listeners,
            LongSupplier nanos) {
        this.model = model;
        this.optimizerStep = optimizerStep;
        this.data = data;
        this.checkpointer = checkpointer;
        this.evaluation = evaluation;
        this.config = config;
        this.collective = collective;
        this.listeners = List.copyOf(listeners);
        this.nanos = nanos;
        this.replicas = new Replicas(model, collective);
    }

    /**
     * Runs to the last step, or until the time is up or {@code stop} asks.
     *
     * @param start where to start: {@link TrainState#START} or what a checkpoint restored
     * @throws TrainingException if the run cannot go on; nothing is saved then
     */
    public RunOutcome run(TrainState start, StopRequest stop) {
        FrozenGuard frozen = new FrozenGuard(model);
        replicas.begin(frozen.hash(), start.step());
        long began = nanos.getAsLong();
        TrainState state = start;
        int savedStep = start.step();
        int evaluatedStep = savedStep;
        Optional<Ending> ending = ending(state, began, stop);
        model.training(true);
        while (ending.isEmpty()) {
            StepResult result = optimizerStep.take(state.step(), data, config.gradientAccumulationSteps());
            TrainState now = state.after(result);
            state = now;
            listeners.forEach(l -> l.stepped(result));
            if (now.step() == start.step() + 1) {
                warnOfUnused("so far");
            }
            ending = ending(state, began, stop);
            if (ending.equals(Optional.of(Ending.STOPPED))) {
                save(state, frozen, true);
                savedStep = state.step();
            }
            if (due(config.evalEvery(), state) && evaluate(state)) {
                evaluatedStep = state.step();
            }
            if (ending.isEmpty() && due(config.saveEvery(), state)) {
                save(state, frozen, config.checkFrozen());
                savedStep = state.step();
            }
        }
        boolean stopped = ending.get() == Ending.STOPPED;
        if (!stopped && config.evalEvery() > 0 && evaluatedStep != state.step()) {
            evaluate(state);
        }
        if (savedStep != state.step()) {
            save(state, frozen, true);
        }
        warnOfUnused("in this run");
        RunOutcome outcome = new RunOutcome(ending.get(), state);
        listeners.forEach(l -> l.ended(outcome));
        return outcome;
    }

    // Legitimate where no sample needed them (text without pictures), a defect of the model where one did.
    private void warnOfUnused(String when) {
        List<String> unused = optimizerStep.unused();
        if (!unused.isEmpty()) {
            String more = unused.size() > SHOWN ? " and " + (unused.size() - SHOWN) + " more" : "";
            logger.warn(
                    "{} trained tensors have had no gradient {}: {}{}",
                    unused.size(),
                    when,
                    String.join(", ", unused.subList(0, Math.min(SHOWN, unused.size()))),
                    more);
        }
    }

    private static boolean due(int every, TrainState state) {
        return every > 0 && state.step() % every == 0;
    }

    private Optional<Ending> ending(TrainState state, long began, StopRequest stop) {
        if (state.step() >= config.steps()) {
            return Optional.of(Ending.COMPLETED);
        }
        if (anywhere(stop.isRequested())) {
            return Optional.of(Ending.STOPPED);
        }
        double seconds = (nanos.getAsLong() - began) / 1e9;
        return anywhere(config.maxSeconds() > 0 && seconds >= config.maxSeconds())
                ? Optional.of(Ending.OUT_OF_TIME)
                : Optional.empty();
    }

    // Signals and clocks differ between processes, but all must end after the same step.
    private boolean anywhere(boolean here) {
        return collective.allReduceSum(here ? 1L : 0L) > 0;
    }

    private boolean evaluate(TrainState state) {
        if (evaluation.isEmpty()) {
            return false;
        }
        model.training(false);
        replicas.shareBuffers();
        Map<String, Object> metrics = evaluation.get().evaluate(state.step());
        model.training(true);
        listeners.forEach(l -> l.evaluated(state.step(), metrics));
        return true;
    }

    private void save(TrainState state, FrozenGuard frozen, boolean checkFrozen) {
        if (checkFrozen) {
            frozen.check(state.step());
        }
        replicas.check(state.step());
        Map<String, Long> cursor = data.cursor();
        if (collective.rank() == 0) {
            Path folder = checkpointer.save(state, cursor, frozen.hash());
            listeners.forEach(l -> l.saved(state.step(), folder, cursor));
        }
        collective.barrier();
    }
}
