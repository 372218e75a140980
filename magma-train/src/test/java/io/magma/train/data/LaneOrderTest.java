package io.magma.train.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The arithmetic of lanes, visits and waits. */
final class LaneOrderTest {

    @Test
    void turnsAreThoseOfThePositionsBefore() {
        double[] weights = {3, 1, 0.5};
        LaneOrder order = new LaneOrder(4, weights);
        Map<List<Integer>, Long> taken = new HashMap<>();

        for (long position = 0; position < 3000; position++) {
            LaneOrder.Place place = order.at(position);
            for (int source = 0; source < 3; source++) {
                for (int lane = 0; lane < 4; lane++) {
                    assertThat(order.turnsBefore(position, lane, source))
                            .isEqualTo(taken.getOrDefault(List.of(lane, source), 0L));
                }
            }
            assertThat(place.lane()).isEqualTo((int) (position % 4));
            assertThat(place.turn()).isEqualTo(taken.getOrDefault(List.of(place.lane(), place.source()), 0L));
            taken.merge(List.of(place.lane(), place.source()), 1L, Long::sum);
        }
        long first = taken.entrySet().stream()
                .filter(entry -> entry.getKey().get(1) == 0)
                .mapToLong(Map.Entry::getValue)
                .sum();
        assertThat(first).isBetween(1996L, 2004L);
    }

    @Test
    void neighbouringPositionsMixSources() {
        LaneOrder order = new LaneOrder(8, 1, 1);

        for (long start = 0; start < 800; start += 8) {
            int first = 0;
            for (int i = 0; i < 8; i++) {
                first += order.at(start + i).source() == 0 ? 1 : 0;
            }
            assertThat(first).isEqualTo(4);
        }
    }

    @Test
    void anEpochVisitsEveryPartOfEveryShardOnce() {
        for (int shards : new int[] {1, 3, 8, 9, 100}) {
            for (boolean shuffle : new boolean[] {true, false}) {
                VisitOrder order = new VisitOrder(shards, 8, shuffle, 5);
                int visits = order.visitsPerEpoch();
                assertThat(visits).isGreaterThanOrEqualTo(8);
                for (long epoch = 0; epoch < 3; epoch++) {
                    Set<VisitOrder.Visit> seen = new HashSet<>();
                    for (long v = epoch * visits; v < (epoch + 1) * visits; v++) {
                        seen.add(order.at(v));
                    }
                    assertThat(seen).hasSize(visits);
                }
            }
        }
    }

    @Test
    void firstRankOfALaneTellsOfIt() {
        // lanes 0 to 5 and ranks 0 to 3: lane l has positions of rank r where l and r are equal modulo 2
        for (int lane = 0; lane < 6; lane++) {
            for (int rank = 0; rank < 4; rank++) {
                assertThat(new RankShare(rank, 4, 1).tellsOf(lane, 6)).isEqualTo(rank == lane % 2);
            }
        }
    }

    @Test
    void waitsDoubleWithinTheirUpperHalf() {
        Backoff backoff = new Backoff(500, 30_000);

        assertThat(backoff.millis(1, 0)).isEqualTo(250);
        assertThat(backoff.millis(1, 1)).isEqualTo(500);
        assertThat(backoff.millis(4, 0.5)).isEqualTo(3000);
        assertThat(backoff.millis(7, 1)).isEqualTo(30_000);
        assertThat(backoff.millis(1000, 0)).isEqualTo(15_000);
    }
}
