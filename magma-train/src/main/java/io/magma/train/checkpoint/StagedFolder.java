package io.magma.train.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Writes a folder or a file aside and puts it in place whole: synced to disk, then renamed. */
public final class StagedFolder {
    private static final boolean FOLDERS_CAN_BE_SYNCED = java.io.File.separatorChar == '/';

    private static final String PARTIAL = ".partial";
    private static final String DELETED = ".deleted";
    private static final String REPLACED = ".replaced";

    private StagedFolder() {}

    /** Writes files into an empty folder. */
    @FunctionalInterface
    public interface Filler {
        void fill(Path folder) throws IOException;
    }

    /** Makes {@code target} a folder with what {@code filler} writes; if that fails, {@code target} stays as it was. */
    public static void put(Path target, Filler filler) throws IOException {
        Path aside = aside(target, PARTIAL);
        delete(aside);
        try {
            Files.createDirectories(aside);
            filler.fill(aside);
            for (Path path : tree(aside)) {
                if (Files.isDirectory(path)) {
                    syncFolder(path);
                } else {
                    sync(path, StandardOpenOption.WRITE);
                }
            }
            replace(aside, target);
        } catch (IOException | RuntimeException e) {
            deleteQuietly(aside, e);
            throw e;
        }
    }

    /** Makes {@code target} a file with this text. */
    static void put(Path target, String text) throws IOException {
        Path aside = aside(target, PARTIAL);
        try {
            Files.writeString(aside, text);
            sync(aside, StandardOpenOption.WRITE);
            Files.move(aside, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            deleteQuietly(aside, e);
            throw e;
        }
        syncFolder(parent(target));
    }

    /** Deletes a folder with its files, or nothing. It is renamed first, so that it never looks whole when it is not. */
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Path doomed = folder;
        if (!isAside(folder)) {
            doomed = aside(folder, DELETED);
            delete(doomed);
            Files.move(folder, doomed, StandardCopyOption.ATOMIC_MOVE);
        }
        for (Path path : tree(doomed)) {
            Files.delete(path);
        }
    }

    /**
     * Clears away what processes that were killed left in {@code parent}: what was half written or half deleted goes, and what
     * was to be replaced comes back if its replacement did not.
     */
    static void sweep(Path parent) throws IOException {
        List<Path> left;
        try (Stream<Path> entries = Files.list(parent)) {
            left = entries.filter(StagedFolder::isAside).toList();
        }
        for (Path path : left) {
            String name = String.valueOf(path.getFileName());
            if (name.endsWith(PARTIAL) || name.endsWith(DELETED)) {
                delete(path);
            } else if (name.endsWith(REPLACED)) {
                Path target = path.resolveSibling(name.substring(1, name.length() - REPLACED.length()));
                if (Files.exists(target)) {
                    delete(path);
                } else {
                    Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
                }
            }
        }
    }

    private static boolean isAside(Path folder) {
        return String.valueOf(folder.getFileName()).startsWith(".");
    }

    private static void replace(Path aside, Path target) throws IOException {
        Path old = aside(target, REPLACED);
        delete(old);
        if (Files.exists(target)) {
            Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
        syncFolder(parent(target));
        delete(old);
    }

    private static void deleteQuietly(Path folder, Exception cause) {
        try {
            delete(folder);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private static Path aside(Path target, String suffix) {
        return target.resolveSibling("." + target.getFileName() + suffix);
    }

    private static Path parent(Path target) {
        Path parent = target.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException(target + " has no folder");
        }
        return parent;
    }

    // A folder after its files.
    private static List<Path> tree(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.sorted(Comparator.reverseOrder()).toList();
        }
    }

    private static void syncFolder(Path folder) throws IOException {
        if (FOLDERS_CAN_BE_SYNCED) {
            sync(folder, StandardOpenOption.READ);
        }
    }

    private static void sync(Path path, StandardOpenOption access) throws IOException {
        try (FileChannel channel = FileChannel.open(path, access)) {
            channel.force(true);
        }
    }
}
