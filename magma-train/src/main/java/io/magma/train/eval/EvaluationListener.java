package io.magma.train.eval;

/** Hears how far an evaluation is. */
@FunctionalInterface
public interface EvaluationListener {
    /** Listens to nothing. */
    EvaluationListener NONE = (split, done, of) -> {};

    /** {@code done} of {@code of} samples of a split have been answered. */
    void answered(String split, int done, int of);
}
