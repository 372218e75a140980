package io.magma.train.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Lines of one file, or of every file of some kind in a folder in the order of their names. */
final class TextLines {

    /** Takes one line that is not blank. */
    interface Visitor {
        void visit(String line, Path file, int number);
    }

    private TextLines() {}

    /**
     * Visits every line that is not blank; line numbers count from 1.
     *
     * @param path a file of any name, or a folder
     * @param extensions of the files in a folder that are read
     * @throws DataException if something cannot be read as UTF-8
     */
    static void visit(Path path, List<String> extensions, Visitor visitor) {
        for (Path file : files(path, extensions)) {
            int number = 0;
            try (Stream<String> lines = Files.lines(file)) {
                for (String line : (Iterable<String>) lines::iterator) {
                    number++;
                    if (!line.isBlank()) {
                        visitor.visit(line, file, number);
                    }
                }
            } catch (IOException e) {
                throw new DataException(file + ": cannot be read: " + e, e);
            } catch (UncheckedIOException e) {
                String reason =
                        e.getCause() instanceof MalformedInputException ? "is not UTF-8" : "cannot be read: " + e;
                throw new DataException(file + ":" + (number + 1) + ": " + reason, e);
            }
        }
    }

    private static List<Path> files(Path path, List<String> extensions) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(
                            f -> extensions.stream().anyMatch(x -> f.toString().endsWith("." + x)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new DataException(path + ": cannot be listed: " + e.getMessage(), e);
        }
    }
}
