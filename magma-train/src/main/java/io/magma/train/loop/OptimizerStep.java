package io.magma.train.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.config.LossReduction;
import io.magma.config.ScheduleConfig;
import io.magma.torch.Autograd;
import io.magma.train.distributed.Collective;
import io.magma.train.optim.AdamW;
import io.magma.train.optim.GradientClipper;
import io.magma.train.optim.Gradients;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private final ScheduleConfig schedule;
    private final LossReduction reduction;
    private final Collective collective;
    private final long seed;

    /**
     * Steps {@code model}.
     *
     * @param reduction what each target weighs in the gradient and in the reported loss
     * @param seed seed of the run, from which that of each step follows
     */
    public OptimizerStep(
            TrainableModel model,
            Objective<B> objective,
            AdamW optimizer,
            GradientClipper clipper,
            ScheduleConfig schedule,
            LossReduction reduction,
            Collective collective,
            long seed) {
        this.model = model;
        this.objective = objective;
        this.optimizer = optimizer;
        this.clipper = clipper;
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
     * @throws TrainingException if a batch has no target, or loss or gradient is not finite; the parameters are unchanged then
     */
    StepResult take(int done, BatchSource<B> data, int microBatches) {
        long start = System.nanoTime();
        int step = done + 1;
        collective.enter(step);
        double lr = schedule.rate(optimizer.groups().get(0).lr(), done);
        MicroBatches<B> batches = MicroBatches.take(data, microBatches, objective, step);
        long targets = collective.allReduceSum(batches.targets());
        long samples = collective.allReduceSum(batches.samples());
        Autograd.seed(StepSeed.of(seed, done, collective.rank()));
        WeightedMeans means = new WeightedMeans(reduction);
        long all = (long) microBatches * collective.size();
        Supplier<String> suspects = batches::names;
        for (MicroBatches.Counted<B> batch : batches.batches()) {
            double weight = reduction == LossReduction.STEP ? 1.0 / targets : 1.0 / (batch.targets() * all);
            double sum = accumulate(batch, weight, means);
            if (!Double.isFinite(sum)) {
                // Not thrown at once: the other processes wait for this one in the sum of the losses.
                suspects = batch::names;
                break;
            }
        }
        Map<String, Double> mean = means.over(collective);
        double loss = mean.getOrDefault("loss", Double.NaN);
        requireFinite("loss", loss, step, lr, suspects);
        double norm = update(step, lr, suspects, done);
        double seconds = (System.nanoTime() - start) / 1e9;
        Map<String, Double> extras = new LinkedHashMap<>(mean);
        extras.remove("loss");
        return new StepResult(step, loss, lr, norm, targets, samples, seconds, extras);
    }

    private double accumulate(MicroBatches.Counted<B> batch, double weight, WeightedMeans means) {
        try (NDManager manager = model.manager().newSubManager()) {
            LossSum loss = Autograd.recording(() -> objective.loss(batch.batch(), manager));
            if (loss.count() != batch.targets()) {
                throw new IllegalStateException(
                        "the batch has " + batch.targets() + " targets, but the loss was summed over " + loss.count());
            }
            double sum = loss.sum().getFloat();
            means.add(sum, loss);
            if (Double.isFinite(sum)) {
                Autograd.backward(loss.sum(), weight);
            }
            return sum;
        }
    }

    private double update(int step, double lr, Supplier<String> samples, int done) {
        Map<String, NDArray> parameters = model.parameters();
        try (Gradients gradients = Gradients.reduce(model.manager(), parameters, collective)) {
            double norm = clipper.clip(gradients);
            requireFinite("gradient norm", norm, step, lr, samples);
            optimizer.step(gradients, peak -> schedule.rate(peak, done));
            return norm;
        } finally {
            Gradients.zero(parameters.values());
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
