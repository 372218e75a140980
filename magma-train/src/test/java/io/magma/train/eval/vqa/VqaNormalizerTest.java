package io.magma.train.eval.vqa;

import static org.assertj.core.api.Assertions.assertThat;

import io.magma.train.eval.text.PythonText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Worked by hand from the rules. */
class VqaNormalizerTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "Two dogs. | 2 dogs | 2 dogs",
                "a/b | b | b",
                "a b,c | b c | bc",
                "cats, dogs/mice | cats dogs mice | cats dogs mice",
                "1,000/day | 1000day | 1000 day",
                "v2.0. | v2.0 | v2.0",
                "what? no! | what no | what no",
                "The girl's | girl's | girl 's",
                "couldntve | couldntve | couldntve",
                "couldn'tve | couldn't've | couldn't've",
                "somebody'd | somebodyd | somebodyd",
                "Im here | im here | im here",
                "none | 0 | 0",
            })
    void officialAndEvalAi(String text, String official, String evalAi) {
        assertThat(VqaNormalizer.normalized(text)).isEqualTo(official);
        assertThat(VqaNormalizer.evalAi(text)).isEqualTo(evalAi);
    }

    @Test
    void onlyThirtyTwoPeriodsAreDeleted() {
        assertThat(VqaNormalizer.punctuation(".".repeat(40))).isEqualTo(".".repeat(8));
    }

    @Test
    void aCommaBetweenDigitsOfAnyScriptDeletesAllMarks() {
        assertThat(VqaNormalizer.punctuation("\u0661,\u0662 a-b")).isEqualTo("\u0661\u0662 ab");
        assertThat(VqaNormalizer.punctuation("\ud835\udfce,\ud835\udfcf a-b")).isEqualTo("\ud835\udfce\ud835\udfcf ab");
    }

    @Test
    void lineEndsAndTabsBecomeSpacesCarriageReturnsDoNot() {
        assertThat(VqaNormalizer.clean("\n a\tb\nc\rd \u00a0\u001c")).isEqualTo("a b c\rd");
    }

    @Test
    void whiteSpaceAndLowerCaseArePythons() {
        assertThat(PythonText.split("a\u0085b\u00a0c\u001dd\u3000e\u200bf"))
                .containsExactly("a", "b", "c", "d", "e\u200bf");
        assertThat(PythonText.strip("\u2003x\u2028")).isEqualTo("x");
        assertThat(PythonText.lower("\u0130\u039f\u03a3 \u03a3 \u0391\u03a3. \u0391\u03a3'\u0391"))
                .isEqualTo("i\u0307\u03bf\u03c2 \u03c3 \u03b1\u03c2. \u03b1\u03c3'\u03b1");
    }
}
