package io.magma.train.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.magma.config.DataFormat;
import io.magma.config.Location;
import io.magma.config.SampleContent;
import io.magma.config.SourceConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order of streamed samples: one for a seed, whoever reads. */
final class StreamOrderTest {

    @TempDir
    private Path temp;

    private Location shards(int... sizes) throws IOException {
        return Location.of(StreamFixtures.shards(temp.resolve("shards"), sizes));
    }

    @Test
    void threadsDoNotChangeTheOrder() throws IOException {
        SourceConfig source = StreamFixtures.captions(shards(5, 9, 7, 3, 8), true, 8);
        RankShare alone = new RankShare(0, 1, 4);

        List<String> one = StreamFixtures.rows(StreamFixtures.plan(1, 4, 0, source), alone, 30);

        assertThat(StreamFixtures.rows(StreamFixtures.plan(2, 4, 0, source), alone, 30))
                .isEqualTo(one);
        assertThat(StreamFixtures.rows(StreamFixtures.plan(4, 4, 0, source), alone, 30))
                .isEqualTo(one);
    }

    @Test
    void aServerGivesWhatTheDiskDoes() throws IOException {
        Path folder = shards(5, 9, 7, 3).file();
        RankShare alone = new RankShare(0, 1, 4);
        BatchPlan disk = StreamFixtures.plan(2, 4, 0, StreamFixtures.captions(Location.of(folder), true, 8));
        List<String> local = StreamFixtures.rows(disk, alone, 20);

        try (ShardServer server = new ShardServer(folder)) {
            Location url = Location.ofUrl(server.url("s{0..3}-000000.tar?secret=1"));
            BatchPlan plan = StreamFixtures.plan(2, 4, 0, StreamFixtures.captions(url, true, 8));
            assertThat(StreamFixtures.rows(plan, alone, 20)).isEqualTo(local);
            assertThat(plan.traffic().retries()).isZero();
            assertThat(plan.traffic().bytes()).isPositive();
            assertThat(disk.traffic().bytes()).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void equalShardsGiveEverySampleOnceAnEpoch(int lanes) throws IOException {
        BatchPlan plan = StreamFixtures.plan(1, lanes, 0, StreamFixtures.captions(shards(6, 6, 6, 6), true, 8));

        List<String> captions = StreamFixtures.captions(plan, 24, 3);

        for (int epoch = 0; epoch < 3; epoch++) {
            assertThat(captions.subList(24 * epoch, 24 * epoch + 24)).doesNotHaveDuplicates();
        }
        assertThat(captions.subList(0, 24)).isNotEqualTo(captions.subList(24, 48));
    }

    @Test
    void unequalShardsComeEquallyOftenInTheLongRun() throws IOException {
        Location path = shards(1, 20, 3, 2);
        for (boolean shuffle : new boolean[] {true, false}) {
            BatchPlan plan = StreamFixtures.plan(1, 2, 0, StreamFixtures.captions(path, shuffle, 4));

            List<String> captions = StreamFixtures.captions(plan, 26, 100);

            // one sample of the shard of one in 26, over 100 epochs
            assertThat(captions.stream().filter("0.0"::equals).count()).isBetween(80L, 120L);
            assertThat(captions.stream().filter("1.7"::equals).count()).isBetween(80L, 120L);
            assertThat(captions.stream().filter("3.1"::equals).count()).isBetween(80L, 120L);
        }
    }

    @Test
    void oneShardInSeveralLanesIsReadOnce() throws IOException {
        BatchPlan plan = StreamFixtures.plan(1, 4, 0, StreamFixtures.captions(shards(10), false, 4));

        // lanes take turns, each with every fourth sample; two of them begin again earlier than the others
        assertThat(StreamFixtures.captions(plan, 10, 1))
                .containsExactlyElementsOf(
                        IntStream.range(0, 10).mapToObj(i -> "0." + i).toList());
    }

    @Test
    void withoutShuffleLanesTakeTurns() throws IOException {
        BatchPlan plan = StreamFixtures.plan(1, 2, 0, StreamFixtures.captions(shards(2, 2, 2, 2), false, 8));

        assertThat(StreamFixtures.captions(plan, 8, 1))
                .containsExactly("0.0", "1.0", "0.1", "1.1", "2.0", "3.0", "2.1", "3.1");
    }

    @Test
    void shuffledSamplesStayInTheirBlock() throws IOException {
        BatchPlan plan = StreamFixtures.plan(1, 1, 0, StreamFixtures.captions(shards(40), true, 10));

        List<String> captions = StreamFixtures.captions(plan, 40, 1);

        for (int block = 0; block < 4; block++) {
            int first = 10 * block;
            assertThat(captions.subList(first, first + 10))
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(first, first + 10)
                            .mapToObj(i -> "0." + i)
                            .toList())
                    .isNotEqualTo(IntStream.range(first, first + 10)
                            .mapToObj(i -> "0." + i)
                            .toList());
        }
    }

    private SourceConfig[] mixture(Location path) throws IOException {
        return new SourceConfig[] {
            StreamFixtures.source(path, true, 3, SampleContent.CAPTIONS, 8),
            Fixtures.source(DataFormat.MAGMA, Fixtures.magma(temp.resolve("magma"), 5), true),
            StreamFixtures.source(path, true, 2, SampleContent.QUESTIONS, 12)
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void ranksTogetherTakeWhatOneTakes(int ranks) throws IOException {
        SourceConfig[] mixture = mixture(shards(4, 5, 6, 7, 8, 3));
        List<String> alone =
                StreamFixtures.rows(StreamFixtures.plan(1, 4, 0, mixture), new RankShare(0, 1, 2 * ranks), 15);

        for (int rank = 0; rank < ranks; rank++) {
            List<String> share =
                    StreamFixtures.rows(StreamFixtures.plan(2, 4, 0, mixture), new RankShare(rank, ranks, 2), 15);
            assertThat(share).hasSize(30);
            for (int i = 0; i < share.size(); i++) {
                assertThat(share.get(i)).isEqualTo(alone.get(i * ranks + rank));
            }
        }
    }

    @Test
    void ranksReadDifferentShards() throws IOException {
        Path folder = shards(4, 4, 4, 4, 4, 4, 4, 4).file();
        List<Set<String>> read = new ArrayList<>();
        for (int rank = 0; rank < 2; rank++) {
            try (ShardServer server = new ShardServer(folder)) {
                SourceConfig source =
                        StreamFixtures.captions(Location.ofUrl(server.url("s{0..7}-000000.tar")), true, 4);
                // the first epoch but for what is read ahead
                StreamFixtures.rows(StreamFixtures.plan(1, 4, 0, source), new RankShare(rank, 2, 1), 4);
                read.add(server.requests.stream().map(ShardServer.Request::file).collect(Collectors.toSet()));
            }
        }
        Set<String> both = new HashSet<>(read.get(0));
        both.retainAll(read.get(1));
        assertThat(both).isEmpty();
        assertThat(read.get(0)).hasSizeBetween(2, 4);
    }

    @Test
    void weightsAreRealisedAndCounted() throws IOException {
        BatchPlan plan = StreamFixtures.plan(2, 4, 0, mixture(shards(4, 5, 6, 7)));

        try (BatchLoader loader = plan.loader(new RankShare(0, 1, 6), DataCursor.START)) {
            List<String> rows = StreamFixtures.rows(loader, 50);
            List<Long> counted = loader.cursor().rowsOfSources();
            assertThat(counted.stream().mapToLong(Long::longValue).sum()).isEqualTo(300);
            assertThat(counted.get(0)).isBetween(148L, 152L);
            assertThat(counted.get(1)).isBetween(48L, 52L);
            assertThat(counted.get(2)).isBetween(98L, 102L);
            assertThat(rows.stream().filter(row -> row.startsWith("caption")).count())
                    .isEqualTo(counted.get(1));
            assertThat(rows.stream().filter(row -> row.contains(":")).count()).isEqualTo(counted.get(2));
        }
    }
}
