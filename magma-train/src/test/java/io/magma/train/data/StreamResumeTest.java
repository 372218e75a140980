package io.magma.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.magma.config.ConfigException;
import io.magma.config.DataFormat;
import io.magma.config.Location;
import io.magma.config.SampleContent;
import io.magma.config.SourceConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Going on from a cursor: exactly, and without reading what came before. */
final class StreamResumeTest {

    private static final RankShare ALONE = new RankShare(0, 1, 3);

    @TempDir
    private Path temp;

    private Path shards(int... sizes) throws IOException {
        return StreamFixtures.shards(temp.resolve("shards"), sizes);
    }

    /** Goes on from every batch boundary, each time with loaders of their own, and compares rows and later cursors. */
    private static void everyCursorGoesOnExactly(int batches, int lanes, SourceConfig... sources) {
        List<String> whole;
        DataCursor[] cursors = new DataCursor[batches];
        try (BatchLoader loader = StreamFixtures.plan(2, lanes, 1, sources).loader(ALONE, DataCursor.START)) {
            whole = new ArrayList<>();
            for (int i = 0; i < batches; i++) {
                cursors[i] = loader.cursor();
                whole.addAll(StreamFixtures.rows(loader, 1));
            }
        }
        for (int i = 0; i < batches; i++) {
            int left = Math.min(6, batches - i);
            DataCursor saved = DataCursor.of(cursors[i].toMap());
            try (BatchLoader loader =
                    StreamFixtures.plan(i % 3 + 1, lanes, 1, sources).loader(ALONE, saved)) {
                assertThat(StreamFixtures.rows(loader, left)).isEqualTo(whole.subList(3 * i, 3 * (i + left)));
                if (i + left < batches) {
                    assertThat(loader.cursor()).isEqualTo(cursors[i + left]);
                }
            }
        }
    }

    @Test
    void captions() throws IOException {
        Location path = Location.of(shards(5, 9, 1, 3, 8));
        everyCursorGoesOnExactly(40, 4, StreamFixtures.captions(path, true, 12));
    }

    @Test
    void oneLaneInTheOrderOfTheFiles() throws IOException {
        Location path = Location.of(shards(5, 9, 1));
        everyCursorGoesOnExactly(20, 1, StreamFixtures.captions(path, false, 4));
    }

    @Test
    void questionsOfWhichAPictureHasSeveral() throws IOException {
        Location path = Location.of(shards(3, 2, 4));
        everyCursorGoesOnExactly(40, 2, StreamFixtures.source(path, true, 1, SampleContent.QUESTIONS, 8));
    }

    @Test
    void fewerShardsThanLanes() throws IOException {
        Location path = Location.of(shards(7, 10));
        everyCursorGoesOnExactly(30, 4, StreamFixtures.captions(path, true, 8));
    }

    @Test
    void damagedShards() throws IOException {
        Path folder = shards(5, 9, 6, 4);
        Path cut = folder.resolve("s1-000000.tar");
        // a sample takes 2048 bytes: two headers, a picture and a text of less than a block each
        byte[] whole = Files.readAllBytes(cut);
        Files.write(cut, Arrays.copyOf(whole, 3 * 2048 + 600));
        Path unmarked = folder.resolve("s2-000000.tar");
        Files.write(unmarked, Arrays.copyOf(Files.readAllBytes(unmarked), 6 * 2048));
        Files.writeString(folder.resolve("s3-000000.tar"), "no tar at all".repeat(100));

        everyCursorGoesOnExactly(40, 2, StreamFixtures.captions(Location.of(folder), true, 6));
    }

    @Test
    void mixtures() throws IOException {
        Location path = Location.of(shards(5, 9, 1, 3));
        everyCursorGoesOnExactly(
                40,
                2,
                StreamFixtures.source(path, true, 2, SampleContent.CAPTIONS, 6),
                Fixtures.source(DataFormat.MAGMA, Fixtures.magma(temp.resolve("magma"), 4), true),
                StreamFixtures.source(path, true, 1, SampleContent.QUESTIONS, 4));
    }

    @Test
    void severalProcessesAndAfterThemOne() throws IOException {
        SourceConfig source = StreamFixtures.captions(Location.of(shards(5, 9, 1, 3, 6)), true, 8);
        List<String> whole = StreamFixtures.rows(StreamFixtures.plan(1, 4, 0, source), new RankShare(0, 1, 6), 20);
        for (int ranks : new int[] {2, 3}) {
            Map<String, Long> sum = new TreeMap<>();
            for (int rank = 0; rank < ranks; rank++) {
                try (BatchLoader loader = StreamFixtures.plan(1, 4, 0, source)
                        .loader(new RankShare(rank, ranks, 6 / ranks), DataCursor.START)) {
                    StreamFixtures.rows(loader, 7);
                    loader.cursor().state().forEach((name, value) -> sum.merge(name, value, Long::sum));
                }
            }
            DataCursor cursor = new DataCursor(42, sum);
            assertThat(cursor.rowsOfSources()).containsExactly(42L);
            try (BatchLoader loader = StreamFixtures.plan(1, 4, 0, source).loader(new RankShare(0, 1, 6), cursor)) {
                assertThat(StreamFixtures.rows(loader, 13)).isEqualTo(whole.subList(42, 120));
            }
        }
    }

    @Test
    void goingOnReadsNoMoreThanItsBlocks() throws IOException {
        Path folder = shards(40, 40, 40, 40);
        try (ShardServer server = new ShardServer(folder)) {
            SourceConfig source = StreamFixtures.captions(Location.ofUrl(server.url("s{0..3}-000000.tar")), true, 8);
            DataCursor cursor;
            List<String> next;
            try (BatchLoader loader = StreamFixtures.plan(1, 2, 0, source).loader(ALONE, DataCursor.START)) {
                StreamFixtures.rows(loader, 20);
                cursor = loader.cursor();
                next = StreamFixtures.rows(loader, 1);
            }
            // 60 samples are done, 30 of each lane, which are 7 blocks of 4 and 2 more
            server.requests.clear();
            try (BatchLoader loader = StreamFixtures.plan(1, 2, 0, source).loader(ALONE, cursor)) {
                assertThat(StreamFixtures.rows(loader, 1)).isEqualTo(next);
            }
            assertThat(server.requests.subList(0, 2))
                    .extracting(ShardServer.Request::offset)
                    .containsExactly(28 * 2048L, 28 * 2048L);
        }
    }

    @Test
    void otherSettingsAreRefused() throws IOException {
        Location path = Location.of(shards(5, 9));
        SourceConfig source = StreamFixtures.captions(path, true, 8);
        DataCursor cursor;
        try (BatchLoader loader = StreamFixtures.plan(1, 2, 0, source).loader(ALONE, DataCursor.START)) {
            StreamFixtures.rows(loader, 2);
            cursor = loader.cursor();
        }
        assertThatThrownBy(() -> StreamFixtures.plan(1, 4, 0, source).loader(ALONE, cursor))
                .isInstanceOf(ConfigException.class)
                .hasMessage("data.streaming_lanes: the checkpoint was made with other streaming settings, so that it"
                        + " cannot go on exactly: stream.lanes is 4, and was 2");
        assertThatThrownBy(() -> StreamFixtures.plan(1, 2, 0, StreamFixtures.captions(path, true, 9))
                        .loader(ALONE, cursor))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("data.train.0: ")
                .hasMessageEndingWith("stream.0.block is 5, and was 4");
        assertThatThrownBy(() -> StreamFixtures.plan(1, 2, 0, source).loader(ALONE, new DataCursor(6, Map.of())))
                .isInstanceOf(ConfigException.class)
                .hasMessageEndingWith("was not streamed");
    }
}
