package io.magma.train.eval.protocol;

/** The VQA accuracies in use, which differ by many points. */
public enum VqaScoring {
    /** The official script since 2021: answers are normalised only where the annotators disagree. */
    OFFICIAL_HEAD,
    /** The official script before, and LAVIS. */
    OFFICIAL_PRE2021,
    /** OpenFlamingo and recent lmms-eval: everything is always normalised. */
    OPENFLAMINGO,
    /** MAGMA's evaluation of 2022: predictions are cut to the longest annotator's number of words. */
    MAGMA2022,
    /** EvalAI's processor, as in MMF and lmms-eval. */
    EVALAI
}
