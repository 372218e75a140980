package io.magma.train.loop;

import io.magma.train.metrics.Progress;
import io.magma.train.metrics.ProgressReporter;
import io.magma.train.metrics.ResidentMemory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Shows a run to people. */
public final class ProgressListener implements TrainListener {
    private static final double MEMORY = 0.9;

    private final ProgressReporter reporter;
    private final int steps;
    private double secondsPerStep;

    /**
     * Shows on {@code reporter}.
     *
     * @param steps steps of the whole run
     */
    public ProgressListener(ProgressReporter reporter, int steps) {
        this.reporter = reporter;
        this.steps = steps;
    }

    @Override
    public void stepped(StepResult r) {
        secondsPerStep = secondsPerStep == 0 ? r.seconds() : MEMORY * secondsPerStep + (1 - MEMORY) * r.seconds();
        Duration remaining = Duration.ofMillis((long) (1000 * secondsPerStep * (steps - r.step())));
        reporter.show(new Progress(
                r.step(),
                steps,
                r.loss(),
                r.lr(),
                r.gradNorm(),
                r.tokensPerSecond(),
                r.dataWaitFraction(),
                ResidentMemory.now(),
                remaining));
    }

    @Override
    public void evaluated(int step, Map<String, Object> metrics) {
        reporter.note("step " + step + ": "
                + metrics.entrySet().stream()
                        .filter(e -> !(e.getValue() instanceof List))
                        .map(e -> e.getKey() + " " + shown(e.getValue()))
                        .collect(Collectors.joining(", ")));
        metrics.values().stream()
                .filter(List.class::isInstance)
                .flatMap(list -> ((List<?>) list).stream())
                .filter(Map.class::isInstance)
                .map(entry -> (Map<?, ?>) entry)
                .forEach(entry -> reporter.note("  " + entry.get("truth") + " -> " + entry.get("text")));
    }

    private static String shown(Object value) {
        return value instanceof Double d ? String.format(Locale.ROOT, "%.4f", d) : String.valueOf(value);
    }

    @Override
    public void saved(int step, Path folder, Map<String, Long> dataCursor) {
        reporter.note("step " + step + ": saved " + folder);
    }

    @Override
    public void ended(RunOutcome outcome) {
        reporter.finish();
    }
}
