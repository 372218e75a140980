package io.magma.train.metrics;

/** Shows nothing: of many processes, one speaks. */
public enum NoProgress implements ProgressReporter {
    INSTANCE;

    @Override
    public void show(Progress progress) {}

    @Override
    public void note(String message) {}

    @Override
    public void finish() {}
}
