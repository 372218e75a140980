package io.magma.train.checkpoint;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the commit of the checkout that a class was built in. */
final class GitCommit {
    private static final Logger LOG = LoggerFactory.getLogger(GitCommit.class);

    private GitCommit() {}

    static Optional<String> ofClass(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null) {
            return Optional.empty();
        }
        try {
            return above(Path.of(source.getLocation().toURI()));
        } catch (URISyntaxException | IOException e) {
            LOG.debug("no git commit", e);
            return Optional.empty();
        }
    }

    /** Commit that is checked out in the closest folder above {@code place} that has a {@code .git}. */
    static Optional<String> above(Path place) throws IOException {
        for (Path folder = place; folder != null; folder = folder.getParent()) {
            Path git = folder.resolve(".git");
            if (Files.isDirectory(git)) {
                return head(git, git);
            }
            if (Files.isRegularFile(git)) { // a linked worktree: "gitdir: PATH"
                Path linked = folder.resolve(Files.readString(git)
                        .strip()
                        .substring("gitdir:".length())
                        .strip());
                return head(linked, linked.resolve("../..").normalize());
            }
        }
        return Optional.empty();
    }

    private static Optional<String> head(Path git, Path common) throws IOException {
        String head = Files.readString(git.resolve("HEAD")).strip();
        if (!head.startsWith("ref:")) {
            return Optional.of(head);
        }
        String ref = head.substring("ref:".length()).strip();
        Path loose = common.resolve(ref);
        if (Files.exists(loose)) {
            return Optional.of(Files.readString(loose).strip());
        }
        Path packed = common.resolve("packed-refs");
        return Files.exists(packed)
                ? Files.readAllLines(packed).stream()
                        .filter(line -> line.endsWith(" " + ref))
                        .map(line -> line.substring(0, line.indexOf(' ')))
                        .findFirst()
                : Optional.empty();
    }
}
