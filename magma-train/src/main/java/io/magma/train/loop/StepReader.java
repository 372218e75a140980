package io.magma.train.loop;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import io.magma.config.TrainingConfig;
import io.magma.train.distributed.Collective;
import io.magma.train.optim.GradientNorms;
import io.magma.train.optim.LossScaler;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads the results of steps, of several together where that saves waiting for the device.
 *
 * <p>A GPU of one process gets {@code training.log_every} steps before it is waited for; a step that was not finite has then changed
 * nothing, and neither have those after it ({@link io.magma.train.optim.UpdateGuard}). Every step is read at once on a CPU, which has
 * done the work when a call returns; with loss scaling, since whether a step overflowed decides the scale of the next; and with
 * several processes, which wait for each other in every step anyway. The first step of a process is read at once everywhere: it
 * opens the data and is slower than the others.
 *
 * <p>The wall time of steps that are read together, and its phases, are divided evenly among them.
 */
public final class StepReader {
    private final LossScaler scaler;
    private final TrainingConfig config;
    private final Collective collective;
    private final int interval;
    private final HostRead door;
    private final List<StepInFlight> steps = new ArrayList<>();
    private boolean first = true;

    /**
     * Reads as often as is good for a device.
     *
     * @param device where the model computes
     * @param scaler hears of every step that it scaled
     */
    public StepReader(TrainingConfig config, Device device, LossScaler scaler, Collective collective) {
        this(config, interval(config, device, scaler, collective), scaler, collective, HostRead.TOGETHER);
    }

    /** Reads through {@code door} after every step that is a multiple of {@code interval}. */
    StepReader(TrainingConfig config, int interval, LossScaler scaler, Collective collective, HostRead door) {
        this.config = config;
        this.interval = interval;
        this.scaler = scaler;
        this.collective = collective;
        this.door = door;
    }

    /** Steps from one reading to the next. */
    static int interval(TrainingConfig config, Device device, LossScaler scaler, Collective collective) {
        return device.isGpu() && !scaler.isOn() && collective.size() == 1 ? config.logEvery() : 1;
    }

    /** Takes a step in, the one after that taken in last. */
    void add(StepInFlight step) {
        steps.add(step);
    }

    /** Whether it is time to read. */
    boolean due() {
        return !steps.isEmpty() && (first || steps.get(steps.size() - 1).step() % interval == 0);
    }

    /**
     * Reads all steps that were taken in; none is left then.
     *
     * @param ready hears the results in order, those before a failure too
     * @return the results
     * @throws TrainingException if loss or gradient of a step is not finite; parameters are what they were before that step
     */
    List<StepResult> read(Consumer<StepResult> ready) {
        if (steps.isEmpty()) {
            return List.of();
        }
        first = false;
        List<StepInFlight> group = List.copyOf(steps);
        steps.clear();
        List<StepResult> results = new ArrayList<>();
        try {
            List<NDArray> numbers =
                    group.stream().flatMap(step -> step.numbers().stream()).toList();
            FloatBuffer read = door.read(numbers, group.get(0).losses().manager());
            double seconds = (System.nanoTime() - group.get(0).began()) / 1e9 / group.size();
            Map<String, Double> phases = phases(group);
            for (StepInFlight step : group) {
                FloatBuffer own = read.slice(read.position(), count(step));
                read.position(read.position() + own.capacity());
                StepResult result = result(step, own, seconds, phases);
                ready.accept(result);
                results.add(result);
            }
            return results;
        } finally {
            group.forEach(StepInFlight::close);
        }
    }

    private static int count(StepInFlight step) {
        return step.norms().parts().size()
                + step.losses().batches().stream()
                        .mapToInt(batch -> 1 + batch.extras().size())
                        .sum();
    }

    private static Map<String, Double> phases(List<StepInFlight> group) {
        Map<String, Double> means = new LinkedHashMap<>();
        group.forEach(step -> step.phaseSeconds()
                .forEach((phase, seconds) -> means.merge(phase, seconds / group.size(), Double::sum)));
        return means;
    }

    private StepResult result(StepInFlight step, FloatBuffer read, double seconds, Map<String, Double> phases) {
        WeightedMeans means = new WeightedMeans(config.lossReduction());
        String suspects = step.names();
        GradientNorms norms = step.norms()
                .onHost(read.slice(
                        read.capacity() - step.norms().parts().size(),
                        step.norms().parts().size()));
        for (DeviceLosses.Batch batch : step.losses().batches()) {
            if (!Double.isFinite(means.add(batch, read))) {
                suspects = batch.samples(); // what follows would only blur what it began with
                break;
            }
        }
        Map<String, Double> mean = means.over(collective);
        double loss = mean.getOrDefault("loss", Double.NaN);
        Map<String, Double> extras = new LinkedHashMap<>(mean);
        extras.remove("loss");
        if (scaler.isOn()) {
            extras.put("loss_scale", scaler.scale());
            hear(step, Double.isFinite(loss) && Double.isFinite(norms.total()), suspects);
            extras.put("skipped_steps", (double) scaler.skipped());
        } else {
            requireFinite("loss", loss, step, suspects);
            requireFinite("gradient norm", norms.total(), step, suspects);
        }
        return new StepResult(
                step.step(),
                loss,
                step.lr(),
                norms,
                step.tokens(),
                step.samples(),
                step.unlabelled(),
                seconds,
                phases,
                extras);
    }

    private void hear(StepInFlight step, boolean finite, String samples) {
        try {
            scaler.accepts(finite);
        } catch (ArithmeticException e) {
            throw failure(step, String.valueOf(e.getMessage()), samples);
        }
    }

    private static void requireFinite(String what, double value, StepInFlight step, String samples) {
        if (!Double.isFinite(value)) {
            throw failure(step, what + " is " + value, samples);
        }
    }

    private static TrainingException failure(StepInFlight step, String what, String samples) {
        return new TrainingException(
                String.format(Locale.ROOT, "step %d: %s (lr %.3e), samples %s", step.step(), what, step.lr(), samples));
    }
}
