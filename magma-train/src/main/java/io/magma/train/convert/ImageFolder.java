package io.magma.train.convert;

import io.magma.config.ConfigException;
import io.magma.train.data.DataException;
import io.magma.train.data.FileBytes;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The folder of a data set's pictures. */
record ImageFolder(Path root) {

    /** Checks that the folder is there. */
    ImageFolder {
        if (!Files.isDirectory(root)) {
            throw new ConfigException(root + ": no such folder of pictures");
        }
    }

    /**
     * Refers to a picture by the places where data sets put it.
     *
     * @param candidates paths in the folder, at least one; the first at which there is a file is taken, and the first of all if
     *     there is none, which shows when the picture is read
     */
    FileBytes find(String... candidates) {
        for (String candidate : candidates) {
            FileBytes image = at(candidate);
            if (candidates.length == 1 || Files.exists(image.file())) {
                return image;
            }
        }
        return at(candidates[0]);
    }

    private FileBytes at(String name) {
        Path file;
        try {
            file = root.resolve(name);
        } catch (InvalidPathException e) {
            throw new DataException("picture '" + name + "': no file of this system can have that name", e);
        }
        return new FileBytes(name, file, 0, FileBytes.TO_END);
    }
}
