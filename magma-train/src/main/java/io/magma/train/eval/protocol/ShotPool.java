package io.magma.train.eval.protocol;

/** What examples are taken from. */
public enum ShotPool {
    /** The training data. */
    TRAIN(true, false),
    /** Questions of the same type in the training data. */
    TRAIN_SAME_TYPE(true, true),
    /** The evaluated data themselves. */
    EVAL(false, false),
    /** Questions of the same type in the evaluated data. */
    EVAL_SAME_TYPE(false, true);

    private final boolean train;
    private final boolean sameType;

    ShotPool(boolean train, boolean sameType) {
        this.train = train;
        this.sameType = sameType;
    }

    /** Whether it is training data. */
    public boolean train() {
        return train;
    }

    boolean sameType() {
        return sameType;
    }
}
