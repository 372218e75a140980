package io.magma.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.magma.config.Location;
import io.magma.config.SourceConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers and shards that fail. */
final class StreamFaultsTest {

    private static final RankShare ALONE = new RankShare(0, 1, 5);

    @TempDir
    private Path temp;

    private Path folder;
    private ShardServer server;
    private List<String> expected;

    @BeforeEach
    void serve() throws IOException {
        folder = StreamFixtures.shards(temp, 5, 9, 6);
        server = new ShardServer(folder);
        expected = StreamFixtures.rows(
                StreamFixtures.plan(1, 2, 0, StreamFixtures.captions(Location.of(folder), true, 4)), ALONE, 12);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private BatchPlan remote() {
        return remote("s{0..2}-000000.tar");
    }

    private BatchPlan remote(String pattern) {
        SourceConfig source = StreamFixtures.captions(Location.ofUrl(server.url(pattern)), true, 4);
        return StreamFixtures.plan(2, 2, 0, source);
    }

    @Test
    void anOverloadedServerIsAskedAgain() {
        AtomicInteger refused = new AtomicInteger();
        server.misbehave((exchange, number, rest) -> {
            if (number <= 2) {
                exchange.sendResponseHeaders(number == 1 ? 503 : 429, -1);
                refused.incrementAndGet();
            }
            return number <= 2;
        });
        BatchPlan plan = remote();

        assertThat(StreamFixtures.rows(plan, ALONE, 12)).isEqualTo(expected);
        assertThat(refused).hasValue(2);
        assertThat(plan.traffic().retries()).isEqualTo(2);
    }

    @Test
    void aConnectionThatEndsIsReplacedAtTheByteItReached() {
        server.misbehave((exchange, number, rest) ->
                number % 2 == 1 && rest.length > 3000 && server.sendPart(exchange, rest, 3000, false));
        BatchPlan plan = remote();

        assertThat(StreamFixtures.rows(plan, ALONE, 12)).isEqualTo(expected);
        assertThat(plan.traffic().retries()).isPositive();
        assertThat(server.requests).anyMatch(request -> request.offset() == 3000);
    }

    @Test
    void aStallEndsWithTheTimeout() {
        server.misbehave((exchange, number, rest) -> number == 1 && server.sendPart(exchange, rest, 2500, true));
        BatchPlan plan = remote();

        long began = System.nanoTime();
        assertThat(StreamFixtures.rows(plan, ALONE, 12)).isEqualTo(expected);
        assertThat(System.nanoTime() - began).isLessThan(10_000_000_000L);
        assertThat(plan.traffic().retries()).isEqualTo(1);
        assertThat(server.requests).anyMatch(request -> request.offset() == 2500);
    }

    @Test
    void redirectsAreFollowed() throws IOException {
        try (ShardServer front = new ShardServer(folder)) {
            front.misbehave((exchange, number, rest) -> {
                exchange.getResponseHeaders()
                        .set(
                                "Location",
                                server.url(exchange.getRequestURI().getPath().substring(1)));
                exchange.sendResponseHeaders(302, -1);
                return true;
            });
            SourceConfig source = StreamFixtures.captions(Location.ofUrl(front.url("s{0..2}-000000.tar")), true, 4);
            assertThat(StreamFixtures.rows(StreamFixtures.plan(1, 2, 0, source), ALONE, 12))
                    .isEqualTo(expected);
        }
    }

    private static void endsWith(BatchPlan plan, String message) {
        try (BatchLoader loader = plan.loader(ALONE, DataCursor.START)) {
            assertThatThrownBy(() -> StreamFixtures.rows(loader, 12))
                    .isInstanceOf(DataException.class)
                    .hasMessageMatching(message)
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void aDeadServerEndsTheRunInOneLine() {
        BatchPlan plan = remote("s0-000000.tar?token=secret");
        server.close();

        endsWith(
                plan,
                "http://127.0.0.1:\\d+/s0-000000.tar: cannot be read, given up after 2 retries; the last failure:"
                        + " Connection refused.*");
    }

    @Test
    void aServerThatOnlyFailsEndsTheRun() {
        server.misbehave((exchange, number, rest) -> {
            exchange.sendResponseHeaders(500, -1);
            return true;
        });

        endsWith(remote(), ".*given up after 2 retries; the last failure: HTTP 500");
    }

    @Test
    void whatIsNotThereIsNotAskedForAgain() {
        BatchPlan plan = remote("s{7..8}-000000.tar");

        endsWith(plan, "http://127.0.0.1:\\d+/s[78]-000000.tar: HTTP 404");
        assertThat(plan.traffic().retries()).isZero();
    }

    @Test
    void aServerWithoutRangesIsRefusedWhereTheyAreNeeded() {
        server.misbehave((exchange, number, rest) -> {
            exchange.sendResponseHeaders(200, 100_000);
            exchange.getResponseBody().write(rest, 0, Math.min(4000, rest.length));
            exchange.getResponseBody().flush(); // or closing before the promised length takes the headers with it
            return true;
        });

        endsWith(remote(), ".*: the server does not serve byte ranges, which going on needs");
    }

    @Test
    void aShardThatChangesWhileItIsReadIsRefused() {
        server.misbehave((exchange, number, rest) -> {
            server.tag("\"" + number + "\"");
            exchange.getResponseHeaders().set("ETag", "\"" + number + "\"");
            return rest.length > 3000 && server.sendPart(exchange, rest, 3000, false);
        });

        endsWith(remote(), ".*: has changed on the server while it was read");
    }

    @Test
    void missingShardsOfThisMachineAreNamedAtOnce() {
        SourceConfig source = StreamFixtures.captions(Location.of(folder.resolve("s{0..3}-000000.tar")), true, 4);

        assertThatThrownBy(() -> StreamFixtures.plan(1, 2, 0, source))
                .isInstanceOf(DataException.class)
                .hasMessage(folder.resolve("s3-000000.tar") + ": no such shard");
    }

    private void cut(int bytes) throws IOException {
        Path shard = folder.resolve("s1-000000.tar");
        Files.write(shard, Arrays.copyOf(Files.readAllBytes(shard), bytes));
    }

    private static long skipped(BatchPlan plan, int batches) {
        try (BatchLoader loader = plan.loader(ALONE, DataCursor.START)) {
            StreamFixtures.rows(loader, batches);
            assertThat(loader.corruptReads()).isEqualTo(loader.cursor().skipped());
            return loader.cursor().skipped();
        }
    }

    @Test
    void aShardCutWithinASampleIsSkippedFromThereAndCounted() throws IOException {
        cut(3 * 2048 + 600);
        SourceConfig source = StreamFixtures.captions(Location.of(folder), false, 1);
        BatchPlan plan = StreamFixtures.plan(1, 1, 0.5, source);

        assertThat(StreamFixtures.captions(plan, 5, 3))
                .containsExactly(
                        "0.0", "0.1", "0.2", "0.3", "0.4", "1.0", "1.1", "1.2", "2.0", "2.1", "2.2", "2.3", "2.4",
                        "2.5", "1.0");
        assertThat(skipped(plan, 2)).isEqualTo(1);
        SourceConfig url = StreamFixtures.captions(Location.ofUrl(server.url("s{0..2}-000000.tar")), false, 1);
        assertThat(skipped(StreamFixtures.plan(1, 1, 0.5, url), 2)).isEqualTo(1);
    }

    @Test
    void aShardCutBetweenSamplesIsCountedToo() throws IOException {
        cut(3 * 2048);

        assertThat(skipped(StreamFixtures.plan(1, 1, 0.5, StreamFixtures.captions(Location.of(folder), false, 1)), 2))
                .isEqualTo(1);
    }

    @Test
    void tooMuchDamageEndsTheRun() throws IOException {
        cut(3 * 2048 + 600);
        BatchPlan plan = StreamFixtures.plan(1, 1, 0.02, StreamFixtures.captions(Location.of(folder), false, 1));

        try (BatchLoader loader = plan.loader(ALONE, DataCursor.START)) {
            assertThatThrownBy(() -> StreamFixtures.rows(loader, 40))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("max_corrupt_fraction 0.02")
                    .hasMessageContaining("s1-000000.tar!01/003.png");
        }
    }

    @Test
    void shardsWithoutASampleEndTheRun() throws IOException {
        for (int i = 0; i < 3; i++) {
            Files.writeString(folder.resolve("s" + i + "-000000.tar"), "<html>not here</html>".repeat(100));
        }

        endsWith(
                StreamFixtures.plan(1, 2, 1, StreamFixtures.captions(Location.of(folder), true, 4)),
                ".*no sample in this or any shard before it, over a whole epoch; the last: .*damaged at byte 0.*");
    }
}
