package io.magma.train.eval.task;

/** Reads the items of one layout. */
interface ItemReader {
    /**
     * Reads everything, in the order of the files.
     *
     * @throws io.magma.train.data.DataException if a file is missing or malformed; the message names file, line and key
     */
    void read(SplitFiles files, ItemCollector out);
}
