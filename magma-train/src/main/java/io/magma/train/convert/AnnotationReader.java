package io.magma.train.convert;

/** Reads the annotations of a data set in its official layout; pictures are only referred to. */
@FunctionalInterface
public interface AnnotationReader {
    /**
     * Reads everything, in an order that depends on the files alone.
     *
     * @throws io.magma.train.data.DataException if a file is missing or malformed; the message names file, line and key
     */
    void read(SampleCollector out);
}
