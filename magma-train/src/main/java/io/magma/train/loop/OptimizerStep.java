package io.magma.train.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.config.LossReduction;
import io.magma.config.ScheduleConfig;
import io.magma.torch.Autograd;
import io.magma.torch.TensorLists;
import io.magma.train.distributed.Collective;
import io.magma.train.loop.StepClock.Phase;
import io.magma.train.optim.AdamW;
import io.magma.train.optim.GradientClipper;
import io.magma.train.optim.GradientNorms;
import io.magma.train.optim.Gradients;
import io.magma.train.optim.LossScaler;
import io.magma.train.optim.ParameterAverage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * One optimizer step: forward and backward over the micro-batches, sum over the processes, clipping, update.
 *
 * @param <B> a batch, on the host
 */
public final class OptimizerStep<B> {
    private final TrainableModel model;
    private final Objective<B> objective;
    private final AdamW optimizer;
    private final GradientClipper clipper;
    private final LossScaler scaler;
    private final Optional<ParameterAverage> average;
    private final ScheduleConfig schedule;
    private final LossReduction reduction;
    private final Collective collective;
    private final long seed;

    /**
     * Steps {@code model}.
     *
     * @param scaler scales the loss, and says which steps are skipped
     * @param average takes every step in
     * @param reduction what each target weighs in the gradient and in the reported loss
     * @param seed seed of the run, from which that of each step follows
     */
    public OptimizerStep(
            TrainableModel model,
            Objective<B> objective,
            AdamW optimizer,
            GradientClipper clipper,
            LossScaler scaler,
            Optional<ParameterAverage> average,
            ScheduleConfig schedule,
            LossReduction reduction,
            Collective collective,
            long seed) {
        this.model = model;
        this.objective = objective;
        this.optimizer = optimizer;
        this.clipper = clipper;
        this.scaler = scaler;
        this.average = average;
        this.schedule = schedule;
        this.reduction = reduction;
        this.collective = collective;
        this.seed = seed;
    }

    /**
     * Takes a step.
     *
     * @param done steps done before it
     * @param microBatches batches to take from {@code data}
     * @param stop whether this process was asked to end
     * @return empty if a process was asked to end between micro-batches: nothing has changed then, but the position in the
     *     data; a model with running statistics finishes its step
     * @throws TrainingException if no batch has a target, or loss or gradient is not finite; the parameters are unchanged then
     */
    Optional<StepResult> take(int done, BatchSource<B> data, int microBatches, BooleanSupplier stop) {
        long start = System.nanoTime();
        int step = done + 1;
        collective.enter(step);
        double lr = schedule.rate(optimizer.groups().get(0).lr(), done);
        StepClock clock = new StepClock();
        MicroBatches<B> batches = MicroBatches.take(data, microBatches, objective, clock);
        long targets = collective.allReduceSum(batches.targets());
        long samples = collective.allReduceSum(batches.samples());
        long labelled = collective.allReduceSum((long) batches.labelled().size());
        if (labelled == 0) {
            throw new TrainingException("step " + step + ": no target token in samples " + batches.names());
        }
        Autograd.seed(StepSeed.of(seed, done, collective.rank()));
        WeightedMeans means = new WeightedMeans(reduction);
        Supplier<String> suspects = batches::names;
        boolean abandoned = false;
        boolean repeatable = model.buffers().isEmpty(); // running statistics could not be taken back
        for (MicroBatches.Counted<B> batch : batches.labelled()) {
            if (means.started() && repeatable && stop.getAsBoolean()) {
                abandoned = true;
                break;
            }
            double weight = reduction == LossReduction.STEP ? 1.0 / targets : 1.0 / (batch.targets() * labelled);
            double sum = accumulate(batch, weight, means, clock);
            if (!Double.isFinite(sum)) {
                // Not thrown at once: the other processes wait for this one in the sum of the losses.
                suspects = batch::names;
                break;
            }
        }
        if (microBatches > 1 && collective.allReduceSum(abandoned ? 1L : 0L) > 0) {
            Gradients.zero(model.parameters().values());
            return Optional.empty();
        }
        Map<String, Double> mean = means.over(collective);
        double loss = mean.getOrDefault("loss", Double.NaN);
        Supplier<String> samplesInDoubt = suspects;
        if (!scaler.isOn()) {
            requireFinite("loss", loss, step, lr, suspects);
        }
        Map<String, Double> extras = new LinkedHashMap<>(mean);
        extras.remove("loss");
        if (scaler.isOn()) {
            extras.put("loss_scale", scaler.scale());
        }
        GradientNorms norms = clock.time(Phase.UPDATE, () -> update(step, loss, lr, samplesInDoubt, done));
        if (scaler.isOn()) {
            extras.put("skipped_steps", (double) scaler.skipped());
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        long unlabelled = (long) microBatches * collective.size() - labelled;
        return Optional.of(
                new StepResult(step, loss, lr, norms, targets, samples, unlabelled, seconds, clock.seconds(), extras));
    }

    private double accumulate(MicroBatches.Counted<B> batch, double weight, WeightedMeans means, StepClock clock) {
        try (NDManager manager = model.manager().newSubManager()) {
            LossSum loss =
                    clock.time(Phase.FORWARD, () -> Autograd.recording(() -> objective.loss(batch.batch(), manager)));
            if (loss.count() != batch.targets()) {
                throw new IllegalStateException(
                        "the batch has " + batch.targets() + " targets, but the loss was summed over " + loss.count());
            }
            double sum =
                    clock.time(Phase.FORWARD, () -> (double) loss.sum().value().getFloat());
            means.add(sum, loss);
            if (Double.isFinite(sum)) {
                clock.run(Phase.BACKWARD, () -> loss.sum().backward(weight * scaler.scale()));
            }
            return sum;
        }
    }

    private GradientNorms update(int step, double loss, double lr, Supplier<String> samples, int done) {
        Map<String, NDArray> parameters = model.parameters();
        try (Gradients gradients = Gradients.reduce(model.manager(), parameters, collective)) {
            if (scaler.isOn()) {
                TensorLists.scale(gradients.arrays(), 1 / scaler.scale());
            }
            GradientNorms norms = clipper.clip(gradients);
            if (scaler.isOn()) {
                if (!accepted(Double.isFinite(loss) && Double.isFinite(norms.total()), step, lr, samples)) {
                    return norms;
                }
            } else {
                requireFinite("gradient norm", norms.total(), step, lr, samples);
            }
            optimizer.step(gradients, peak -> schedule.rate(peak, done));
            average.ifPresent(ParameterAverage::update);
            return norms;
        } finally {
            Gradients.zero(parameters.values());
        }
    }

    private boolean accepted(boolean finite, int step, double lr, Supplier<String> samples) {
        try {
            return scaler.accepts(finite);
        } catch (ArithmeticException e) {
            throw new TrainingException(String.format(
                    Locale.ROOT, "step %d: %s (lr %.3e), samples %s", step, e.getMessage(), lr, samples.get()));
        }
    }

    /** Names of the trained tensors that no step has changed yet, since no loss has used them. */
    List<String> unused() {
        return optimizer.unused();
    }

    private static void requireFinite(String what, double value, int step, double lr, Supplier<String> samples) {
        if (!Double.isFinite(value)) {
            throw new TrainingException(String.format(
                    Locale.ROOT, "step %d: %s is %s (lr %.3e), samples %s", step, what, value, lr, samples.get()));
        }
    }
}
