package io.magma.train.convert;

import io.magma.train.prepare.TarShards;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes WebDataset tar shards {@code PREFIX-000000.tar}; a shard appears when it is complete. */
final class ShardWriter implements SampleWriter {
    private final TarShards shards;
    private int safe;
    private int finished;

    /**
     * Goes on after complete shards.
     *
     * @param firstShard number of the first shard to write
     * @param firstSample number of the first sample that is in none of the complete shards
     */
    ShardWriter(Path folder, String prefix, long maxBytes, int firstShard, int firstSample) throws IOException {
        shards = new TarShards(folder, prefix, maxBytes, firstShard);
        safe = firstSample;
        finished = firstShard;
    }

    @Override
    public int write(int number, SourceSample sample, String sha256, ConvertedPicture picture) throws IOException {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put(picture.format().extension(), picture.bytes());
        parts.put("json", SampleJson.of(Optional.empty(), sample, sha256, picture));
        shards.write(String.format(Locale.ROOT, "%09d", number), parts);
        if (shards.finished() > finished) {
            finished = shards.finished();
            safe = number;
        }
        return safe;
    }

    @Override
    public int nextShard() {
        return finished;
    }

    @Override
    public void close() throws IOException {
        shards.close();
    }
}
