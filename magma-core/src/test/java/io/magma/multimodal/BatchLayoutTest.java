package io.magma.multimodal;

import static io.magma.multimodal.TokenSequence.IMAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.magma.lm.ShapeGrid;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Layouts worked out by hand: a picture takes two embeddings throughout. */
class BatchLayoutTest {
    @Test
    void captionIsPredictedFromThePrefixOn() {
        // prefix prefix 7 8 | 9 is only predicted
        BatchLayout layout = BatchLayout.forTargets(List.of(TokenSequence.afterImage(new int[] {7, 8, 9}, 0)), 2);
        assertThat(layout.length()).isEqualTo(4);
        assertThat(layout.tokenIds()).containsExactly(7, 8);
        assertThat(layout.gather()).containsExactly(2, 3, 0, 1);
        assertThat(layout.labelPositions()).containsExactly(1, 2, 3);
        assertThat(layout.labels()).containsExactly(7, 8, 9);
    }

    @Test
    void questionBearsNoLoss() {
        BatchLayout layout = BatchLayout.forTargets(List.of(TokenSequence.afterImage(new int[] {5, 6, 9}, 2)), 2);
        assertThat(layout.labelPositions()).containsExactly(3);
        assertThat(layout.labels()).containsExactly(9);
    }

    @Test
    void nothingPredictsTheFirstTokenOfAText() {
        BatchLayout layout = BatchLayout.forTargets(List.of(new TokenSequence(new int[] {4, 5, 6}, 0)), 0);
        assertThat(layout.length()).isEqualTo(2);
        assertThat(layout.labels()).containsExactly(5, 6);
        assertThat(layout.labelPositions()).containsExactly(0, 1);
    }

    @Test
    void rowsOfDifferentKindsShareABatch() {
        BatchLayout layout = BatchLayout.forTargets(
                List.of(
                        new TokenSequence(new int[] {4, 5}, 0),
                        new TokenSequence(new int[] {IMAGE, 6, IMAGE, 7, 8}, 4)),
                2);
        assertThat(layout.images()).isEqualTo(2);
        assertThat(layout.length()).isEqualTo(6);
        assertThat(layout.tokenIds()).containsExactly(4, 6, 7);
        // Tokens are entries 0 to 2, then come two entries a picture; the first row is padded at its end.
        assertThat(layout.gather()).containsExactly(0, 0, 0, 0, 0, 0, 3, 4, 1, 5, 6, 2);
        assertThat(layout.labelPositions()).containsExactly(0, 11);
        assertThat(layout.labels()).containsExactly(5, 8);
    }

    @Test
    void shortRowsAreNotPaddedToALongOne() {
        int[] text = new int[81];
        Arrays.setAll(text, i -> i);
        BatchLayout layout = BatchLayout.forTargets(
                List.of(
                        new TokenSequence(new int[] {4, 5}, 0),
                        new TokenSequence(text, 79),
                        new TokenSequence(new int[] {6, 7, 8}, 2)),
                0);
        assertThat(layout.blocks()).containsExactly(new BatchLayout.Block(2, 2), new BatchLayout.Block(1, 80));
        assertThat(layout.length()).isEqualTo(80);
        // Tokens are listed row by row: 4, then 0 to 79, then 6 and 7; the block of the short rows comes first.
        assertThat(layout.gather()).hasSize(84).startsWith(0, 0, 81, 82, 1, 2, 3);
        // Labels stay in the order of the rows.
        assertThat(layout.labels()).containsExactly(5, 79, 80, 8);
        assertThat(layout.labelPositions()).containsExactly(0, 82, 83, 3);
    }

    @Test
    void rowsArePaddedToALengthThatWasAskedFor() {
        BatchLayout layout = BatchLayout.forTargets(
                List.of(TokenSequence.afterImage(new int[] {7, 8, 9}, 0)), 2, 2048, ShapeGrid.FREE);
        assertThat(layout.length()).isEqualTo(2048);
        assertThat(layout.gather()).hasSize(2048).startsWith(2, 3, 0, 1, 0, 0);
        assertThat(layout.labelPositions()).containsExactly(1, 2, 3);
        assertThat(layout.labels()).containsExactly(7, 8, 9);
    }

    @Test
    void blocksHaveTheShapesOfTheGrid() {
        BatchLayout layout = BatchLayout.forTargets(
                List.of(
                        TokenSequence.afterImage(new int[] {7, 8, 9}, 0),
                        new TokenSequence(new int[14], 0),
                        new TokenSequence(new int[] {4, 5}, 0)),
                2,
                0,
                new ShapeGrid(8, 16, 4, 12));
        // 4, 13 and 1 positions are read; together they would be 16 each, but the context has 12.
        assertThat(layout.blocks()).containsExactly(new BatchLayout.Block(3, 13));
        assertThat(layout.labels()).startsWith(7, 8, 9).hasSize(3 + 13 + 1);
    }

    @Test
    void positionsSayWhatIsReadAndPredicted() {
        BatchLayout layout = BatchLayout.forTargets(
                List.of(
                        new TokenSequence(new int[] {4, 5}, 0),
                        TokenSequence.afterImage(new int[] {6, 7}, 1),
                        TokenSequence.afterImage(new int[] {9}, 0)),
                2);
        assertThat(layout.positions().stream()
                        .map(row -> row.stream()
                                .map(p -> (p.kind() == LayoutPosition.Kind.TOKEN ? "" + p.token() : p.kind())
                                        + (p.label().isPresent()
                                                ? ">" + p.label().getAsLong()
                                                : ""))
                                .toList()
                                .toString()))
                .containsExactly("[4>5, PADDING, PADDING]", "[IMAGE, IMAGE, 6>7]", "[IMAGE, IMAGE>9, PADDING]");
    }

    @Test
    void promptsEndTogether() {
        BatchLayout layout =
                BatchLayout.forPrompts(List.of(TokenSequence.prompt(IMAGE, 6, 7), TokenSequence.prompt(IMAGE)), 2);
        assertThat(layout.length()).isEqualTo(4);
        assertThat(layout.padding()).containsExactly(0, 2);
        assertThat(layout.gather()).containsExactly(2, 3, 0, 1, 0, 0, 4, 5);
        assertThat(layout.labels()).isEmpty();
    }

    @Test
    void targetsLieWithinTheRow() {
        assertThatThrownBy(() -> new TokenSequence(new int[] {1}, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("first target 2 of 1 items");
    }
}
