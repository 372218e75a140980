package io.magma.train.data;

import java.io.InputStream;

/** A tar shard that can be read in order, from any byte on. */
interface Shard {

    /** Returns what names it in messages. */
    String name();

    /**
     * Opens it for reading by one thread. A stream from behind the end is at its end.
     *
     * <p>Reading throws a {@link DataException} where the shard cannot be reached any more, so that an {@link
     * java.io.IOException} from a reader of archives is about what the shard holds.
     *
     * @param offset first byte
     * @throws DataException if it cannot be reached
     */
    InputStream open(long offset);
}
