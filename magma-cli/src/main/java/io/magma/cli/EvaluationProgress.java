package io.magma.cli;

import io.magma.train.eval.EvaluationListener;
import java.io.PrintWriter;

/** Shows how far an evaluation is: in place on a terminal, at the end of each split elsewhere. */
record EvaluationProgress(PrintWriter err, boolean terminal) implements EvaluationListener {
    @Override
    public void answered(String split, int done, int of) {
        if (terminal) {
            err.print("\r" + split + ": " + done + " of " + of + " answered" + (done == of ? "\n" : ""));
            err.flush();
        } else if (done == of) {
            err.println(split + ": " + of + " answered");
        }
    }
}
