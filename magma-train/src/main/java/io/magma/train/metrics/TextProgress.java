package io.magma.train.metrics;

import java.util.function.Consumer;

/** Progress as text: a line that is rewritten in place on a terminal, a line now and then elsewhere. */
public final class TextProgress implements ProgressReporter {
    private final Consumer<String> out;
    private final boolean terminal;
    private final int every;
    private int width;

    /**
     * Writes to {@code out}.
     *
     * @param out takes text as it stands, line ends included
     * @param terminal whether {@code \r} rewrites a line
     * @param every steps between lines where it does not; at least 1
     */
    public TextProgress(Consumer<String> out, boolean terminal, int every) {
        this.out = out;
        this.terminal = terminal;
        this.every = every;
    }

    @Override
    public void show(Progress p) {
        if (terminal) {
            rewrite(ProgressLine.bar(p));
        } else if (p.step() % every == 0 || p.step() == p.steps()) {
            out.accept(ProgressLine.plain(p) + "\n");
        }
    }

    private void rewrite(String line) {
        String blanks = " ".repeat(Math.max(0, width - line.length()));
        out.accept("\r" + line + blanks);
        width = line.length();
    }

    @Override
    public void note(String message) {
        finish();
        out.accept(message + "\n");
    }

    @Override
    public void finish() {
        if (width > 0) {
            out.accept("\n");
            width = 0;
        }
    }
}
