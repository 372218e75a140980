package io.magma.lm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Costs worked out by hand: a position costs 1, a pass 64. */
class LengthGroupsTest {
    @Test
    void rowsThatAreAlikeStayTogether() {
        assertThat(LengthGroups.of(new int[] {20, 18, 20})).containsExactly(new int[] {1, 0, 2});
    }

    @Test
    void longRowsArePartedWhenPaddingCostsMoreThanAPass() {
        int[] lengths = new int[16];
        Arrays.fill(lengths, 8);
        lengths[3] = 40;
        // Together 16 * 40 + 64 = 704; apart 15 * 8 + 40 + 128 = 288.
        assertThat(LengthGroups.of(lengths))
                .containsExactly(new int[] {0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, new int[] {3});
    }

    @Test
    void theCheapestSplitIsFoundAmongAll() {
        int[] lengths = {5, 100, 6, 90, 50, 7, 48, 5};
        long best = Long.MAX_VALUE;
        int[] sorted = Arrays.stream(lengths).sorted().toArray();
        // Every way to cut the sorted rows, one bit a gap.
        for (int cuts = 0; cuts < 1 << 7; cuts++) {
            long cost = 0;
            int size = 0;
            for (int i = 0; i < sorted.length; i++) {
                size++;
                if (i == sorted.length - 1 || (cuts >> i & 1) == 1) {
                    cost += 64 + (long) size * sorted[i];
                    size = 0;
                }
            }
            best = Math.min(best, cost);
        }

        long found = LengthGroups.of(lengths).stream()
                .mapToLong(group -> 64
                        + (long) group.length
                                * Arrays.stream(group)
                                        .map(row -> lengths[row])
                                        .max()
                                        .orElseThrow())
                .sum();

        assertThat(found).isEqualTo(best);
    }

    @Test
    void onAGridGroupsBeginAtQuartersOfTheRows() {
        int[] lengths = new int[16];
        Arrays.fill(lengths, 8);
        lengths[3] = 41;
        // Apart 12 * 8 + 4 * 48 + 128 = 416, together 16 * 48 + 64 = 832; one row alone would break the grid.
        assertThat(LengthGroups.of(lengths, ShapeGrid.coarse(512)))
                .containsExactly(new int[] {0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12}, new int[] {13, 14, 15, 3});
        assertThat(LengthGroups.of(new int[] {3, 200}, ShapeGrid.coarse(512))).hasSize(2);
    }

    @Test
    void lengthsOnAGridAreMultiplesOfEightWithinTheContext() {
        assertThat(ShapeGrid.coarse(20).length(1)).isEqualTo(8);
        assertThat(ShapeGrid.coarse(20).length(16)).isEqualTo(16);
        assertThat(ShapeGrid.coarse(20).length(17)).isEqualTo(20);
        assertThat(ShapeGrid.FREE.length(17)).isEqualTo(17);
    }

    @Test
    void noRowsAreNoGroups() {
        assertThat(LengthGroups.of(new int[0])).isEmpty();
    }
}
