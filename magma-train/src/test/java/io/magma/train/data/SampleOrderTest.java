package io.magma.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.magma.train.data.SampleOrder.Pick;
import io.magma.train.data.SampleOrder.Share;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SampleOrderTest {

    private static SampleOrder order(long seed, int size, boolean shuffle) {
        return new SampleOrder(seed, List.of(new Share(size, 1, shuffle)));
    }

    private static List<Integer> epoch(SampleOrder order, int size, long epoch) {
        return LongStream.range(epoch * size, (epoch + 1) * size)
                .mapToObj(p -> order.at(p).index())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 17, 64, 65, 1000, 6422})
    void eachEpochIsAPermutation(int size) {
        SampleOrder order = order(3, size, true);

        for (long epoch = 0; epoch < 3; epoch++) {
            assertThat(epoch(order, size, epoch).stream().sorted())
                    .containsExactlyElementsOf(IntStream.range(0, size).boxed().toList());
        }
    }

    @Test
    void epochsAndSeedsDiffer() {
        assertThat(epoch(order(0, 100, true), 100, 0))
                .isNotEqualTo(epoch(order(0, 100, true), 100, 1))
                .isNotEqualTo(epoch(order(1, 100, true), 100, 0))
                .isEqualTo(epoch(order(0, 100, true), 100, 0));
    }

    @Test
    void withoutShuffleTheOrderIsThatOfTheFilesAndStartsOver() {
        assertThat(LongStream.range(0, 7).mapToObj(p -> order(0, 3, false).at(p).index()))
                .containsExactly(0, 1, 2, 0, 1, 2, 0);
    }

    @Test
    void everyPlaceIsEquallyLikely() {
        // 6 orders of 3 samples over 6,000 epochs: about 1,000 each; 5 standard deviations are 144
        SampleOrder order = order(11, 3, true);
        long first = LongStream.range(0, 6000)
                .filter(e -> epoch(order, 3, e).equals(List.of(2, 0, 1)))
                .count();

        assertThat(first).isCloseTo(1000, within(144L));
    }

    @Test
    void weightedSourcesHaveTheirShareAtEveryPosition() {
        double[] weights = {3, 1, 0.5, 0.5};
        SampleOrder order = new SampleOrder(
                0,
                List.of(
                        new Share(7, 3, false),
                        new Share(5, 1, false),
                        new Share(3, 0.5, true),
                        new Share(4, 0.5, true)));
        int[] taken = new int[4];

        for (int position = 0; position < 10_000; position++) {
            Pick pick = order.at(position);
            int size = List.of(7, 5, 3, 4).get(pick.source());
            assertThat(pick.epoch() * size + pick.place()).isEqualTo(taken[pick.source()]);
            taken[pick.source()]++;
            for (int s = 0; s < 4; s++) {
                assertThat(taken[s] - (position + 1) * weights[s] / 5).isBetween(-2.0, 2.0);
            }
        }
    }

    @Test
    void farPositionsAreReachedDirectly() {
        Interleaving halves = new Interleaving(2, 1, 1);
        long far = 4_000_000_000_000L;

        assertThat(halves.at(far)).isEqualTo(new Interleaving.Turn(0, far / 2));
        assertThat(halves.at(far + 1)).isEqualTo(new Interleaving.Turn(1, far / 4));
        assertThat(halves.at(far + 3)).isEqualTo(new Interleaving.Turn(2, far / 4));
    }

    @Test
    void substituteIsTheNextOfTheSameEpoch() {
        SampleOrder order = order(5, 4, true);

        assertThat(order.after(order.at(4)).index()).isEqualTo(order.at(5).index());
        assertThat(order.after(order.at(7)).index()).isEqualTo(order.at(4).index());
    }

    @Test
    void drawsAreIndependentOfEachOther() {
        SampleOrder order = order(5, 4, true);

        assertThat(LongStream.range(0, 1000).map(p -> order.at(p).draw()).distinct())
                .hasSize(1000);
        assertThat(LongStream.range(0, 4000).filter(p -> order.at(p).draw() < 0).count())
                .isCloseTo(2000, within(160L));
    }
}
