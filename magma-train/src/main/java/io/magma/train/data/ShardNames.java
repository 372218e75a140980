package io.magma.train.data;

import io.magma.config.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The tar shards that a configuration names: those of a folder, one, or all of a pattern. */
final class ShardNames {

    private ShardNames() {}

    /**
     * Lists shards of this machine in their order; those of a pattern need not exist.
     *
     * @param path a folder of {@code *.tar}, one shard, or a pattern such as {@code train-{000000..000012}.tar}
     * @throws DataException if a folder cannot be listed or holds no shard
     */
    static List<Path> files(Path path) {
        if (!Files.isDirectory(path)) {
            return BracePattern.expand(path.toString()).stream().map(Path::of).toList();
        }
        try (Stream<Path> files = Files.list(path)) {
            List<Path> shards =
                    files.filter(f -> f.toString().endsWith(".tar")).sorted().toList();
            if (shards.isEmpty()) {
                throw new DataException(path + ": holds no *.tar");
            }
            return shards;
        } catch (IOException e) {
            throw new DataException(path + ": cannot be listed: " + e.getMessage(), e);
        }
    }

    /**
     * Makes the shards of a place ready to be read in order.
     *
     * @param access how addresses are read, and what counts
     * @throws DataException if there is no shard, one of this machine does not exist, or an address is malformed
     */
    static List<Shard> open(Location path, HttpAccess access) {
        if (path.isUrl()) {
            return BracePattern.expand(path.toString()).stream()
                    .map(url -> (Shard) HttpShard.of(url, access))
                    .toList();
        }
        List<Path> files = files(path.file());
        files.stream().filter(file -> !Files.isRegularFile(file)).findFirst().ifPresent(file -> {
            throw new DataException(file + ": no such shard");
        });
        return files.stream()
                .map(file -> (Shard) new LocalShard(file, access.traffic()))
                .toList();
    }
}
