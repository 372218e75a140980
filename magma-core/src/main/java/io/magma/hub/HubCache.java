package io.magma.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.magma.config.HubReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * One repository in the cache that Hugging Face's Python tools share: contents in {@code blobs} under their hashes, the files
 * of a commit in {@code snapshots} as links to them, the commits of branches and tags in {@code refs}.
 */
final class HubCache {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String COMMIT = "[0-9a-f]{40}";

    private final HubReference reference;
    private final Path root;
    private final Path folder;
    private final boolean symlinks;

    /** The repository of {@code reference} below a cache folder. */
    HubCache(Path root, HubReference reference) {
        this(root, reference, true);
    }

    /**
     * The repository of {@code reference} below a cache folder.
     *
     * @param symlinks whether to try links, or to copy at once
     */
    HubCache(Path root, HubReference reference, boolean symlinks) {
        this.reference = reference;
        this.root = root;
        this.folder = root.resolve(folderName());
        this.symlinks = symlinks;
    }

    private String folderName() {
        return "models--" + reference.repository().replace("/", "--");
    }

    Path blob(HubFile file) {
        return folder.resolve("blobs").resolve(file.hash());
    }

    /** Where a download grows; not the name that Python's tools use, which do not check what they continue. */
    Path partial(HubFile file) {
        return folder.resolve("blobs").resolve(file.hash() + ".magma-partial");
    }

    Path lockFile() {
        return root.resolve(".locks").resolve(folderName()).resolve("magma.lock");
    }

    Path snapshot(String commit) {
        return folder.resolve("snapshots").resolve(commit);
    }

    /** Whether a file's content is here; a blob appears under its name only when it is whole. */
    boolean has(HubFile file) {
        try {
            return Files.isRegularFile(blob(file)) && Files.size(blob(file)) == file.bytes();
        } catch (IOException e) {
            throw new UncheckedIOException(blob(file) + ": cannot be read", e);
        }
    }

    /** The commit that the revision was when it was last downloaded. */
    Optional<String> commit() {
        String revision = reference.revision();
        Path file = folder.resolve("refs").resolve(revision);
        if (revision.matches(COMMIT) || !Files.isRegularFile(file)) {
            return Optional.of(revision).filter(r -> r.matches(COMMIT));
        }
        try {
            return Optional.of(Files.readString(file).strip()).filter(c -> c.matches(COMMIT));
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }

    /** Folder of the revision's files, if configuration and all weights are in it. */
    Optional<Path> model() {
        return commit().map(this::snapshot).filter(HubCache::isModel);
    }

    private static boolean isModel(Path snapshot) {
        if (!Files.isRegularFile(snapshot.resolve(FileSelection.CONFIG))) {
            return false;
        }
        Path index = snapshot.resolve(FileSelection.INDEX);
        if (Files.isRegularFile(snapshot.resolve(FileSelection.WEIGHTS)) || !Files.isRegularFile(index)) {
            return Files.isRegularFile(snapshot.resolve(FileSelection.WEIGHTS));
        }
        try {
            for (JsonNode shard : JSON.readTree(index.toFile()).path("weight_map")) {
                if (!Files.isRegularFile(snapshot.resolve(shard.asText()))) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(index + ": cannot be read", e);
        }
    }

    /** Puts a file whose blob is here into a snapshot, as a relative link, or as a copy where there are no links. */
    void link(String commit, HubFile file) throws IOException {
        Path link = snapshot(commit).resolve(file.name());
        Path parent = snapshot(commit).resolve(file.name()).getParent();
        Files.createDirectories(parent == null ? snapshot(commit) : parent);
        if (Files.exists(link) && Files.isSameFile(link, blob(file))) {
            return;
        }
        Files.deleteIfExists(link);
        if (!symlinks || !symlink(link, blob(file))) {
            Path aside = link.resolveSibling(link.getFileName() + ".magma-partial");
            Files.copy(blob(file), aside, StandardCopyOption.REPLACE_EXISTING);
            Files.move(aside, link, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    // Windows gives links to developers and administrators only.
    private static boolean symlink(Path link, Path target) throws IOException {
        try {
            Path parent = link.getParent();
            Files.createSymbolicLink(link, parent == null ? target : parent.relativize(target));
            return true;
        } catch (UnsupportedOperationException e) {
            return false;
        } catch (FileSystemException e) {
            if (System.getProperty("os.name").startsWith("Windows")) {
                return false;
            }
            throw e;
        }
    }

    /** Notes which commit the revision is. */
    void remember(String commit) throws IOException {
        if (!reference.revision().equals(commit)) {
            Path file = folder.resolve("refs").resolve(reference.revision());
            Path parent = file.getParent();
            Files.createDirectories(parent == null ? folder : parent);
            Files.writeString(file, commit);
        }
    }
}
