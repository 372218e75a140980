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
import io.magma.train.optim.DeviceNorms;
import io.magma.train.optim.GradientClipper;
import io.magma.train.optim.Gradients;
import io.magma.train.optim.LossScaler;
import io.magma.train.optim.ParameterAverage;
import io.magma.train.optim.UpdateGuard;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * One optimizer step: forward and backward over the micro-batches, sum over the processes, clipping, update.
 *
 * <p>In a single process nothing here waits for the device: losses, norms and what follows from them stay there until {@link
 * StepReader} reads them.
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
    private final UpdateGuard guard;
    private final ScheduleConfig schedule;
    private final LossReduction reduction;
    private final Collective collective;
    private final long seed;

    /**
     * Steps {@code model}.
     *
     * @param scaler scales the loss; with it steps are left out one by one, else all from the first one that is not finite
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
        this.guard = scaler.isOn() ? UpdateGuard.eachStep(model.manager()) : UpdateGuard.lasting(model.manager());
        this.schedule = schedule;
        this.reduction = reduction;
        this.collective = collective;
        this.seed = seed;
    }

    /**
     * Takes a step. If its loss or gradient is not finite, it leaves the parameters, and what goes on with them, as they are.
     *
     * @param done steps done before it
     * @param microBatches batches to take from {@code data}
     * @param stop whether this process was asked to end
     * @return empty if a process was asked to end between micro-batches: nothing has changed then, but the position in the
     *     data; a model with running statistics finishes its step
     * @throws TrainingException if no batch has a target
     */
    Optional<StepInFlight> take(int done, BatchSource<B> data, int microBatches, BooleanSupplier stop) {
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
        DeviceLosses losses = new DeviceLosses(model.manager());
        boolean abandoned = false;
        boolean repeatable = model.buffers().isEmpty(); // running statistics could not be taken back
        for (MicroBatches.Counted<B> batch : batches.labelled()) {
            if (!losses.batches().isEmpty() && repeatable && stop.getAsBoolean()) {
                abandoned = true;
                break;
            }
            double weight = reduction == LossReduction.STEP ? 1.0 / targets : 1.0 / (batch.targets() * labelled);
            accumulate(batch, weight, losses, clock);
        }
        if (microBatches > 1 && collective.allReduceSum(abandoned ? 1L : 0L) > 0) {
            Gradients.zero(model.parameters().values());
            losses.close();
            return Optional.empty();
        }
        DeviceNorms norms = clock.time(Phase.UPDATE, () -> update(losses, done));
        long unlabelled = (long) microBatches * collective.size() - labelled;
        return Optional.of(new StepInFlight(
                step, lr, losses, norms, targets, samples, unlabelled, batches.names(), start, clock.seconds()));
    }

    private void accumulate(MicroBatches.Counted<B> batch, double weight, DeviceLosses losses, StepClock clock) {
        try (NDManager manager = model.manager().newSubManager()) {
            LossSum loss =
                    clock.time(Phase.FORWARD, () -> Autograd.recording(() -> objective.loss(batch.batch(), manager)));
            if (loss.count() != batch.targets()) {
                throw new IllegalStateException(
                        "the batch has " + batch.targets() + " targets, but the loss was summed over " + loss.count());
            }
            losses.add(loss, batch.names());
            clock.run(Phase.BACKWARD, () -> loss.sum().backward(weight * scaler.scale()));
        }
    }

    private DeviceNorms update(DeviceLosses losses, int done) {
        Map<String, NDArray> parameters = model.parameters();
        guard.begin(losses.sums());
        try (Gradients gradients = Gradients.reduce(model.manager(), parameters, guard, collective)) {
            if (scaler.isOn()) {
                TensorLists.scale(gradients.arrays(), 1 / scaler.scale());
            }
            DeviceNorms norms = clipper.clip(gradients, losses.manager());
            guard.include(norms);
            optimizer.step(gradients, peak -> schedule.rate(peak, done), guard);
            average.ifPresent(kept -> kept.update(guard));
            return norms;
        } finally {
            Gradients.zero(parameters.values());
        }
    }

    /** Names of the trained tensors that have taken part in no step yet, since no loss has used them. */
    List<String> unused() {
        return optimizer.unused();
    }
}
