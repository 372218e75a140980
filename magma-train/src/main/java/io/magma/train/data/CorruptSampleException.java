package io.magma.train.data;

/** One sample that cannot be read; a loader skips it, logs it and counts it. The message names the sample. */
public final class CorruptSampleException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String sample;

    /** Creates an exception that says what is wrong with a sample. */
    public CorruptSampleException(String sample, String problem) {
        super(sample + ": " + problem);
        this.sample = sample;
    }

    /** Creates an exception that says what is wrong with a sample and what told so. */
    public CorruptSampleException(String sample, String problem, Throwable cause) {
        super(sample + ": " + problem, cause);
        this.sample = sample;
    }

    private CorruptSampleException(String message, RuntimeException cause, String sample) {
        super(message, cause);
        this.sample = sample;
    }

    /** Wraps a failure whose message names the sample already. */
    static CorruptSampleException of(String sample, RuntimeException cause) {
        return new CorruptSampleException(String.valueOf(cause.getMessage()), cause, sample);
    }

    /** Returns the name of the sample. */
    public String sample() {
        return sample;
    }
}
