package io.magma.train.convert;

/** Hears how far a conversion is. */
@FunctionalInterface
public interface ConversionListener {
    /** Listens to nothing. */
    ConversionListener NONE = (stage, done, of, problems) -> {};

    /**
     * Pictures were done.
     *
     * @param stage what is done to them
     * @param done pictures so far, those of an earlier run included
     * @param of all pictures of this stage
     * @param problems pictures of this stage that could not be used so far
     */
    void progress(String stage, long done, long of, long problems);
}
