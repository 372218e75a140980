package io.magma.train.data;

import io.magma.config.CaptionChoice;
import io.magma.config.DataConfig;
import io.magma.config.DataFormat;
import io.magma.config.Location;
import io.magma.config.LossTarget;
import io.magma.config.SampleContent;
import io.magma.config.SourceConfig;
import io.magma.config.StreamingConfig;
import io.magma.train.prepare.TarShards;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Small shards and configurations that stream them. */
final class StreamFixtures {

    private StreamFixtures() {}

    /** Shards {@code s0-000000.tar}, {@code s1-000000.tar}, ... of captions {@code 0.0}, {@code 0.1}, ... {@code 1.0}, ... */
    static Path shards(Path folder, int... sizes) throws IOException {
        for (int shard = 0; shard < sizes.length; shard++) {
            try (TarShards tar = new TarShards(folder, "s" + shard, Long.MAX_VALUE)) {
                for (int i = 0; i < sizes[shard]; i++) {
                    String name = shard + "." + i;
                    Map<String, byte[]> parts = new LinkedHashMap<>();
                    parts.put("png", Fixtures.png((shard * 31 + i) % 100));
                    parts.put("json", """
                            {"caption": "%s", "questions": [{"prompt": "a", "answer": "%sa"},
                             {"prompt": "b", "answer": "%sb"}, {"prompt": "c", "answer": "%sc"}]}
                            """.formatted(name, name, name, name).getBytes(StandardCharsets.UTF_8));
                    tar.write("%02d/%03d".formatted(shard, i), parts);
                }
            }
        }
        return folder;
    }

    static SourceConfig source(Location path, boolean shuffle, double weight, SampleContent content, int buffer) {
        return source(path, shuffle, weight, content, new StreamingConfig(buffer, 2, 0.5, Optional.empty()));
    }

    static SourceConfig source(
            Location path, boolean shuffle, double weight, SampleContent content, StreamingConfig streaming) {
        return new SourceConfig(
                DataFormat.WEBDATASET,
                path,
                weight,
                shuffle,
                CaptionChoice.FIRST,
                content,
                LossTarget.ANSWER,
                "{prompt}:",
                "",
                Optional.empty(),
                0,
                List.of(),
                Optional.of(streaming));
    }

    static SourceConfig captions(Location path, boolean shuffle, int buffer) {
        return source(path, shuffle, 1, SampleContent.CAPTIONS, buffer);
    }

    static BatchPlan plan(int workers, int lanes, double maxCorrupt, SourceConfig... sources) {
        DataConfig data =
                new DataConfig(List.of(sources), List.of(), workers, OptionalInt.empty(), false, maxCorrupt, lanes);
        return new BatchLoaders(data, Fixtures.encoder(100), Optional.of(Fixtures.pixels()), 7).training();
    }

    /** Text and pixels of each row. */
    static List<String> rows(BatchLoader loader, int batches) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < batches; i++) {
            HostBatch batch = loader.next();
            float[] pixels = batch.pixels().orElseThrow();
            int size = pixels.length / batch.size();
            for (int row = 0; row < batch.size(); row++) {
                int hash = 1;
                for (int p = 0; p < size; p++) {
                    hash = 31 * hash + Float.hashCode(pixels[row * size + p]);
                }
                rows.add(Fixtures.text(batch.tokens()[row]) + hash);
            }
        }
        return rows;
    }

    static List<String> rows(BatchPlan plan, RankShare share, int batches) {
        try (BatchLoader loader = plan.loader(share, DataCursor.START)) {
            return rows(loader, batches);
        }
    }

    /** Captions of rows in order. */
    static List<String> captions(BatchPlan plan, int batchSize, int batches) {
        return rows(plan, new RankShare(0, 1, batchSize), batches).stream()
                .map(row -> row.substring(0, row.indexOf('|')))
                .toList();
    }
}
