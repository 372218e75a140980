package io.magma.train.eval.protocol;

/** Which items of a pool become examples. */
public enum ShotSelection {
    /** Each drawn from the whole pool, so that one may come twice. */
    RANDOM_WITH_REPLACEMENT,
    /** Drawn so that none comes twice, as Python's {@code random.sample}. */
    RANDOM_WITHOUT_REPLACEMENT,
    /**
     * Those whose pictures are most like the question's by the cosine of their features (RICES).
     *
     * @see <a href="https://arxiv.org/abs/2109.05014">Yang et al. 2022</a>
     */
    RICES
}
