package io.magma.train.loop;

import io.magma.config.TrainingConfig;
import io.magma.train.distributed.Collective;
import io.magma.train.loop.RunOutcome.Ending;
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
 * evaluation that a resumed run would not repeat. A run that is asked to stop abandons what it is at, between two micro-batches
 * of a step or of an evaluation, and saves; the evaluation is then due, and the resumed run begins with it.
 *
 * <p>On a GPU the results of several steps may be read together ({@link StepReader}); listeners then hear of them one after the
 * other, always before an evaluation, a checkpoint, or the end.
 *
 * @param <B> a batch, on the host
 */
public final class Trainer<B> {
    private static final Logger logger = LoggerFactory.getLogger(Trainer.class);
    private static final int SHOWN = 8;

    private final TrainableModel model;
    private final OptimizerStep<B> optimizerStep;
    private final StepReader reader;
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
     * @param reader says when results of steps are read; they are read before anything else that needs them, too
     * @param listeners called on this process, in order
     * @param nanos clock for {@code max_seconds}, such as {@code System::nanoTime}
     */
    public Trainer(
            TrainableModel model,
            OptimizerStep<B> optimizerStep,
            StepReader reader,
            BatchSource<B> data,
            Checkpointer checkpointer,
            Optional<Evaluation> evaluation,
            TrainingConfig config,
            Collective collective,
            List<TrainListener> listeners,
            LongSupplier nanos) {
        this.model = model;
        this.optimizerStep = optimizerStep;
        this.reader = reader;
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
     * @throws io.magma.train.checkpoint.CheckpointException if its last state, or too many in a row, cannot be saved
     */
    public RunOutcome run(TrainState start, StopRequest stop) {
        FrozenGuard frozen = new FrozenGuard(model);
        Saves saves = new Saves(checkpointer, listeners);
        replicas.begin(frozen.hash(), start.step());
        long began = nanos.getAsLong();
        TrainState saved = start;
        model.training(true);
        TrainState state = start.evaluationDue() ? evaluate(start, stop) : start;
        int evaluatedStep = state.step();
        Optional<Ending> ending = ending(state, began, stop);
        while (ending.isEmpty()) {
            Map<String, Long> cursor = config.gradientAccumulationSteps() > 1 ? data.cursor() : Map.of();
            Optional<StepInFlight> taken = take(state, stop);
            if (taken.isEmpty()) {
                state = settled(state);
                note("step " + (state.step() + 1) + ": abandoned, since the run was asked to end");
                ending = Optional.of(Ending.STOPPED);
                if (!saved.equals(state)) {
                    saveLast(state, cursor, frozen, saves);
                    saved = state;
                }
                break;
            }
            reader.add(taken.get());
            state = state.stepped(evaluation.isPresent() && due(config.evalEvery(), state.step() + 1));
            if (reader.due() || state.evaluationDue() || due(config.saveEvery(), state.step())) {
                state = settled(state);
            }
            saves.reportFinished();
            if (state.step() == start.step() + 1) {
                warnOfUnused("so far");
            }
            ending = ending(state, began, stop);
            if (ending.isPresent()) {
                state = settled(state);
            }
            if (state.evaluationDue() && !ending.equals(Optional.of(Ending.STOPPED))) {
                state = evaluate(state, stop);
                evaluatedStep = state.step();
                ending = ending.isPresent() ? ending : ending(state, began, stop);
            }
            if (ending.isEmpty() && due(config.saveEvery(), state.step())) {
                save(state, frozen, saves);
                saved = state;
            }
        }
        Ending reason = ending.get();
        if (reason != Ending.STOPPED && config.evalEvery() > 0 && evaluatedStep != state.step()) {
            state = evaluate(state, stop);
        }
        if (!saved.equals(state)) {
            saveLast(state, data.cursor(), frozen, saves);
        }
        warnOfUnused("in this run");
        RunOutcome outcome = new RunOutcome(reason, state);
        listeners.forEach(l -> l.ended(outcome));
        return outcome;
    }

    private Optional<StepInFlight> take(TrainState state, StopRequest stop) {
        try {
            return optimizerStep.take(state.step(), data, config.gradientAccumulationSteps(), stop::isRequested);
        } catch (RuntimeException e) {
            settleAfter(e);
            throw e;
        }
    }

    // What went before the failure is recorded, and if one of those steps was not finite, that is what ended the run.
    private void settleAfter(RuntimeException failure) {
        try {
            reader.read(this::tell);
        } catch (TrainingException e) {
            e.addSuppressed(failure);
            throw e;
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** Reads what has not been read; adds it to {@code state}. */
    private TrainState settled(TrainState state) {
        TrainState now = state;
        for (StepResult result : reader.read(this::tell)) {
            now = now.plus(result);
        }
        return now;
    }

    private void tell(StepResult result) {
        listeners.forEach(l -> l.stepped(result));
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

    private static boolean due(int every, int step) {
        return every > 0 && step % every == 0;
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

    private TrainState evaluate(TrainState state, StopRequest stop) {
        if (evaluation.isEmpty()) {
            return state;
        }
        model.training(false);
        replicas.shareBuffers();
        Map<String, Object> metrics = evaluation.get().evaluate(state.step(), stop::isRequested);
        model.training(true);
        if (anywhere(stop.isRequested())) {
            note("step " + state.step()
                    + ": evaluation abandoned, since the run was asked to end; it is made when the run" + " goes on");
            return state.withEvaluationDue();
        }
        listeners.forEach(l -> l.evaluated(state.step(), metrics));
        return state.evaluated(metrics);
    }

    private void save(TrainState state, FrozenGuard frozen, Saves saves) {
        if (config.checkFrozen()) {
            frozen.check(state.step());
        }
        replicas.check(state.step());
        Map<String, Long> cursor = data.cursor();
        if (collective.rank() == 0) {
            saves.begin(state, cursor, frozen.hash());
        }
        collective.barrier();
    }

    private void saveLast(TrainState state, Map<String, Long> cursor, FrozenGuard frozen, Saves saves) {
        frozen.check(state.step());
        replicas.check(state.step());
        if (collective.rank() == 0) {
            saves.last(state, cursor, frozen.hash());
        }
        collective.barrier();
    }

    private void note(String message) {
        listeners.forEach(l -> l.noted(message));
    }
}
