package io.magma.hub;

import io.magma.weights.FileHash;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A file of a repository.
 *
 * @param name path in the repository, with slashes
 * @param bytes its size
 * @param hash SHA-256 of a large file, or Git's blob id of a small one, in lower-case hexadecimal digits
 */
record HubFile(String name, long bytes, String hash) {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Pattern FORBIDDEN = Pattern.compile("[\\\\:\\x00-\\x1f]");
    private static final int SHA256_DIGITS = 64;

    /** Both name and hash become paths, so a server must not be able to choose freely. */
    HubFile {
        if (!isStorable(name)) {
            throw new HubException("the Hub names a file that cannot be stored: '" + name + "'");
        }
        if (!HASH.matcher(hash).matches() || bytes < 0) {
            throw new HubException("the Hub gives no size and checksum of " + name);
        }
    }

    /** Whether a name is a path below its repository on every system. */
    static boolean isStorable(String name) {
        return !FORBIDDEN.matcher(name).find()
                && Arrays.stream(name.split("/", -1))
                        .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    }

    /** Whether a local file has these bytes. */
    boolean isIn(Path file) throws IOException {
        return hash.equals(hash.length() == SHA256_DIGITS ? FileHash.sha256(file) : FileHash.gitBlob(file));
    }
}
