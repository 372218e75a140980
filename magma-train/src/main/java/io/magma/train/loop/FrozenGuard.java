package io.magma.train.loop;

/** Holds the frozen weights to the hash that they had at the start. */
final class FrozenGuard {
    private final TrainableModel model;
    private final String expected;

    FrozenGuard(TrainableModel model) {
        this.model = model;
        this.expected = model.frozenHash();
    }

    String hash() {
        return expected;
    }

    /**
     * Compares.
     *
     * @throws TrainingException if a frozen weight has changed
     */
    void check(int step) {
        String now = model.frozenHash();
        if (!now.equals(expected)) {
            throw new TrainingException("step " + step + ": frozen weights have changed: their hash was " + expected
                    + " at the start and is " + now + " now; nothing was saved");
        }
    }
}
