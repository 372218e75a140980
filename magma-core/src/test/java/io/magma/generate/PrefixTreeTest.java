package io.magma.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.magma.generate.PrefixTree.Segment;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Trees worked out by hand, and what holds for all. */
class PrefixTreeTest {
    private static final int[] A = {1, 2, 3, 4, 5};
    private static final int[] B = {1, 2, 3, 4, 6, 7};
    private static final int[] C = {1, 2, 8};

    @Test
    void commonBeginningsAreSegments() {
        // Sharing 1 2 saves 2 * 2 positions, sharing 3 4 then 1 * 2.
        assertThat(tree(List.of(A, B, C), 1))
                .containsExactly(
                        "0..2 of 0 at 0", "2..4 of 0 at 1", "4..5 of 0 at 2!", "4..6 of 1 at 2!", "2..3 of 2 at 1!");
    }

    @Test
    void whatSavesLessThanAPassIsNotShared() {
        assertThat(tree(List.of(A, B, C), 3))
                .containsExactly("0..2 of 0 at 0", "2..5 of 0 at 1!", "2..6 of 1 at 1!", "2..3 of 2 at 1!");
        assertThat(tree(List.of(A, B, C), 10)).containsExactly("0..5 of 0 at 0!", "0..6 of 1 at 0!", "0..3 of 2 at 0!");
    }

    @Test
    void equalRowsKeepTheirLastPosition() {
        assertThat(tree(List.of(A, A, A), 5))
                .containsExactly("0..4 of 0 at 0", "4..5 of 0 at 1!", "4..5 of 1 at 1!", "4..5 of 2 at 1!");
    }

    @Test
    void aRowThatIsTheBeginningOfAnotherKeepsItsLastPosition() {
        int[] beginning = Arrays.copyOf(A, 3);
        assertThat(tree(List.of(beginning, A, B), 3))
                .containsExactly("0..2 of 0 at 0", "2..3 of 0 at 1!", "2..5 of 1 at 1!", "2..6 of 2 at 1!");
    }

    @Test
    void whatIsKnownIsNotReadAgain() {
        List<String> tree = PrefixTree.of(List.of(B, C), Optional.of(A), 100).stream()
                .map(PrefixTreeTest::text)
                .toList();
        assertThat(tree).containsExactly("0..2 of -1 at -1", "2..4 of -1 at -1", "4..6 of 0 at 0!", "2..3 of 1 at 0!");
    }

    @Test
    void everyRowIsThePathToItsLeaf() {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            List<int[]> rows = Stream.generate(
                            () -> random.ints(1 + random.nextInt(9), 0, 2).toArray())
                    .limit(1 + random.nextInt(12))
                    .sorted(Comparator.comparing(r -> r, Arrays::compare))
                    .toList();
            boolean known = random.nextBoolean() && rows.size() > 1;
            List<int[]> read = known ? rows.subList(1, rows.size()) : rows;
            List<Segment> tree =
                    PrefixTree.of(read, known ? Optional.of(rows.get(0)) : Optional.empty(), random.nextInt(6));
            List<Segment> leaves = tree.stream().filter(Segment::leaf).toList();
            assertThat(leaves).extracting(Segment::row).containsExactlyElementsOf(SharedPrefill.order(read));
            for (Segment leaf : leaves) {
                assertThat(leaf.end()).isEqualTo(read.get(leaf.row()).length);
                path(leaf, read.get(leaf.row()), read);
            }
        }
    }

    private static void path(Segment segment, int[] row, List<int[]> rows) {
        assertThat(segment.length()).isPositive();
        if (!segment.known()) {
            assertThat(Arrays.copyOfRange(rows.get(segment.row()), segment.start(), segment.end()))
                    .containsExactly(Arrays.copyOfRange(row, segment.start(), segment.end()));
        }
        if (segment.parent().isPresent()) {
            Segment parent = segment.parent().get();
            assertThat(parent.end()).isEqualTo(segment.start());
            assertThat(segment.level()).isEqualTo(segment.known() ? -1 : parent.level() + 1);
            path(parent, row, rows);
        } else {
            assertThat(segment.start()).isZero();
        }
    }

    private static List<String> tree(List<int[]> rows, int cost) {
        return PrefixTree.of(rows, Optional.empty(), cost).stream()
                .map(PrefixTreeTest::text)
                .toList();
    }

    private static String text(Segment s) {
        return s.start() + ".." + s.end() + " of " + s.row() + " at " + s.level() + (s.leaf() ? "!" : "");
    }
}
