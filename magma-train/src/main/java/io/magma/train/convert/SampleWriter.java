package io.magma.train.convert;

import java.io.IOException;

/** Writes samples in the order of their numbers; bytes depend on the samples alone. */
interface SampleWriter extends AutoCloseable {

    /**
     * Writes a sample.
     *
     * @param number larger than that of the sample before; names the files
     * @param sample what is said about the picture
     * @param sha256 of the data set's own bytes
     * @return the number up to which, without it, all samples are in place if the process ends now
     */
    int write(int number, SourceSample sample, String sha256, ConvertedPicture picture) throws IOException;

    /** Number of the file that a writer which goes on from there has to begin with. */
    int nextShard();

    /** Puts everything in place. A writer that is not closed leaves what {@link #write} promised. */
    @Override
    void close() throws IOException;
}
