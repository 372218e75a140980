package io.magma.train.eval.protocol;

/** The order in which items are taken. */
public enum SampleOrder {
    /** That of the file. */
    FILE,
    /** Python's {@code random.seed(seed); random.shuffle(indices)}; examples are drawn from the same generator afterwards. */
    PYTHON_SHUFFLE,
    /**
     * NumPy's {@code np.random.seed(seed); np.random.choice(n, count, replace=False)}; a pool of limited size is the next
     * choice, examples are drawn by Python's generator of the same seed.
     */
    NUMPY_CHOICE
}
