package io.magma.train.data;

import java.nio.file.Path;
import java.util.Optional;

/** The bytes of an encoded picture, or of any other part of a sample, wherever they are. */
public sealed interface ImageBytes permits FileBytes, HeldBytes {

    /** Returns the bytes of a whole file. */
    static ImageBytes ofFile(Path file) {
        return new FileBytes(file.toString(), file, 0, FileBytes.TO_END);
    }

    /** Returns what names them in messages. */
    String name();

    /** Returns the file that holds them and nothing else, if there is one. */
    default Optional<Path> wholeFile() {
        return Optional.empty();
    }

    /**
     * Reads the bytes, which the caller does not change.
     *
     * @throws CorruptSampleException if they cannot be read
     */
    byte[] read();
}
