package io.magma.train.eval.task;

import io.magma.train.data.DataException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the files of a split are.
 *
 * @param questions questions, or all there is
 * @param annotations answers, where they are in a file of their own
 * @param images folders in which pictures are looked for, in this order
 * @param splits names of the parts of a Karpathy file that are taken; empty takes all
 */
record SplitFiles(Path questions, Optional<Path> annotations, List<Path> images, List<String> splits) {
    /** Finds the files that a split names in a folder of data. */
    static SplitFiles of(Path data, String name, TaskSplit split) {
        Path questions = first(data, split.questions())
                .orElseThrow(() -> new DataException(data + ": there is none of " + String.join(", ", split.questions())
                        + " (" + name + ".questions)"));
        Optional<Path> annotations = first(data, split.annotations());
        if (annotations.isEmpty() && !split.annotations().isEmpty()) {
            throw new DataException(data + ": there is none of " + String.join(", ", split.annotations()) + " (" + name
                    + ".annotations; an empty list means that the answers are not public)");
        }
        List<Path> images = split.images().stream()
                .map(folder -> data.resolve(folder).normalize())
                .filter(Files::isDirectory)
                .toList();
        if (images.isEmpty()) {
            throw new DataException(data + ": there is none of the folders " + String.join(", ", split.images()) + " ("
                    + name + ".images)");
        }
        return new SplitFiles(questions, annotations, images, split.splits());
    }

    private static Optional<Path> first(Path data, List<String> names) {
        return names.stream().map(data::resolve).filter(Files::isRegularFile).findFirst();
    }

    /** Looks for a picture under several names, each in all folders. */
    Picture picture(String where, String... names) {
        for (String name : names) {
            for (Path folder : images) {
                Path file = resolve(folder, name, where);
                if (Files.isRegularFile(file)) {
                    return new Picture(file, true);
                }
            }
        }
        return new Picture(resolve(images.get(0), names[0], where), false);
    }

    private static Path resolve(Path folder, String name, String where) {
        try {
            return folder.resolve(name);
        } catch (InvalidPathException e) {
            throw new DataException(where + ": no file of this system can be named '" + name + "'", e);
        }
    }
}
