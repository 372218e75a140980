package io.magma.train.loop;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Warns of what makes a run slow or useless: of each kind of trouble once, and at the end how often it was there.
 *
 * <p>The first step of a process is left out of the waiting, since it opens the data.
 */
public final class RunWatch implements TrainListener {
    private static final int WAIT_STEPS = 50;
    private static final double MAX_WAIT = 0.05;
    private static final int MEDIAN_STEPS = 100;
    private static final int MEDIAN_NEEDS = 20;
    private static final double MAX_GROWTH = 10;

    private enum Trouble {
        STARVED("waiting for data"),
        EXPLODED("exploding gradient norm"),
        UNLABELLED("micro-batches without a label"),
        NOT_FINITE("loss that is no finite number");

        private final String shown;

        Trouble(String shown) {
            this.shown = shown;
        }
    }

    private final Consumer<String> warn;
    private final Map<Trouble, Integer> steps = new EnumMap<>(Trouble.class);
    private final Deque<StepResult> recent = new ArrayDeque<>();
    private final Deque<Double> norms = new ArrayDeque<>();
    private boolean first = true;

    /** Tells {@code warn}, a line at a time. */
    public RunWatch(Consumer<String> warn) {
        this.warn = warn;
    }

    @Override
    public void stepped(StepResult r) {
        waiting(r);
        norm(r);
        if (r.unlabelled() > 0) {
            meet(
                    Trouble.UNLABELLED,
                    r.step(),
                    r.unlabelled() + " micro-batches have no token with a label; they add nothing");
        }
        if (!Double.isFinite(r.loss())) {
            meet(Trouble.NOT_FINITE, r.step(), "loss is " + r.loss());
        }
        first = false;
    }

    private void waiting(StepResult r) {
        if (first) {
            return;
        }
        recent.add(r);
        if (recent.size() < WAIT_STEPS) {
            return;
        }
        double waited = recent.stream().mapToDouble(StepResult::dataSeconds).sum()
                / recent.stream().mapToDouble(StepResult::seconds).sum();
        recent.remove();
        if (waited > MAX_WAIT) {
            meet(
                    Trouble.STARVED,
                    r.step(),
                    String.format(
                            Locale.ROOT,
                            "the last %d steps spent %.0f %% of their time waiting for data; more data.workers may help",
                            WAIT_STEPS,
                            100 * waited));
        }
    }

    private void norm(StepResult r) {
        double norm = r.gradNorm();
        double median =
                norms.stream().sorted().skip(norms.size() / 2).findFirst().orElse(norm);
        if (!Double.isFinite(norm)) {
            meet(Trouble.EXPLODED, r.step(), "gradient norm is " + norm);
            return;
        }
        if (norms.size() >= MEDIAN_NEEDS && norm > MAX_GROWTH * median) {
            meet(
                    Trouble.EXPLODED,
                    r.step(),
                    String.format(
                            Locale.ROOT,
                            "gradient norm %.4g is %.0f times the median of the %d steps before, %.4g",
                            norm,
                            norm / median,
                            norms.size(),
                            median));
        }
        norms.add(norm);
        if (norms.size() > MEDIAN_STEPS) {
            norms.remove();
        }
    }

    @Override
    public void evaluated(int step, Map<String, Object> metrics) {
        if (metrics.get("eval_loss") instanceof Double loss && !Double.isFinite(loss)) {
            meet(Trouble.NOT_FINITE, step, "eval_loss is " + loss);
        }
    }

    private void meet(Trouble trouble, int step, String what) {
        if (steps.merge(trouble, 1, Integer::sum) == 1) {
            warn.accept("step " + step + ": " + what);
        }
    }

    @Override
    public void ended(RunOutcome outcome) {
        if (!steps.isEmpty()) {
            warn.accept("number of steps with "
                    + steps.entrySet().stream()
                            .map(entry -> entry.getKey().shown + ": " + entry.getValue())
                            .collect(Collectors.joining(", ")));
        }
    }
}
