package io.magma.train.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code SHA256SUMS}, as {@code sha256sum} writes and checks it. */
final class ChecksumFile {
    static final String NAME = "SHA256SUMS";
    private static final String GAP = "  ";

    private ChecksumFile() {}

    static void write(Path folder, List<String> files) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String file : files) {
            lines.add(Sha256.of(folder.resolve(file)) + GAP + file);
        }
        Files.write(folder.resolve(NAME), lines);
    }

    /** What is wrong with the files of {@code folder}, if anything. */
    static Optional<String> problem(Path folder, List<String> required) {
        try {
            List<String> listed = new ArrayList<>();
            for (String line : Files.readAllLines(folder.resolve(NAME))) {
                int gap = line.indexOf(GAP);
                if (gap < 0) {
                    return Optional.of(NAME + " is malformed");
                }
                String file = line.substring(gap + GAP.length());
                if (!Sha256.of(folder.resolve(file)).equals(line.substring(0, gap))) {
                    return Optional.of(file + " does not match its checksum");
                }
                listed.add(file);
            }
            return required.stream()
                    .filter(file -> !listed.contains(file))
                    .map(file -> file + " is not in " + NAME)
                    .findFirst();
        } catch (NoSuchFileException e) {
            return Optional.of(Path.of(e.getFile()).getFileName() + " is missing");
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
