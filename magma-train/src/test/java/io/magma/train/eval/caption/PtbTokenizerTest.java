package io.magma.train.eval.caption;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against what CoreNLP 3.4.1 made of the same captions ({@code ptb_tokens.py}). */
class PtbTokenizerTest {
    @Test
    void followsStanfordsTokenizer() throws IOException {
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("ptb_tokens.tsv"))) {
            List<String> rows = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            assertThat(rows).hasSizeGreaterThan(70);
            for (String row : rows) {
                String[] columns = row.split("\t", -1);
                assertThat(PtbTokenizer.tokenize(columns[0])).as(columns[0]).isEqualTo(columns[1]);
            }
        }
    }

    /** What the facts about the reference tell of real captions. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "The dog's bowl. | the dog 's bowl",
                "It isn't. | it is n't",
                "a (big) dog | a -lrb- big -rrb- dog",
                "at 5:55, a tv/vcr, etc. | at 5:55 a tv/vcr etc.",
                "the U.S. | the u.s.",
                "yellow.curtains | yellow.curtains",
                "# & = | # & =",
                "half-full; horse-drawn! | half-full horse-drawn",
            })
    void rulesByHand(String caption, String tokens) {
        assertThat(CaptionTokenizer.PTB.tokenize(caption)).isEqualTo(tokens);
    }

    @Test
    void theOthersLeaveTextsAlone() {
        assertThat(CaptionTokenizer.NONE.tokenize(" A  dog. ")).isEqualTo(" A  dog. ");
        assertThat(CaptionTokenizer.NLGEVAL.tokenize("\u00a0A  dog.\t")).isEqualTo("A  dog.");
    }

    /** Whatever a model writes ends in tokens between single spaces. */
    @Test
    void anythingEnds() {
        Random random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = 0; j < 40; j++) {
                text.appendCodePoint(
                        random.nextInt(4) == 0
                                ? random.nextInt(0x20000)
                                : "aN't.-'\"( 5$&;/:@<>".codePointAt(random.nextInt(19)));
            }
            assertThat(PtbTokenizer.tokenize(text.toString()))
                    .doesNotContain("  ")
                    .doesNotStartWith(" ");
        }
    }
}
