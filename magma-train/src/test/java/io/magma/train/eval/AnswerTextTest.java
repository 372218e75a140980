package io.magma.train.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class AnswerTextTest {
    @Test
    void caseAndWhiteSpaceDoNotCount() {
        assertThat(AnswerText.normalized(" \tFood  or\n drink ")).isEqualTo("food or drink");
        assertThat(AnswerText.normalized("Co\u0302te d’Ivoire")).isEqualTo("c\u00f4te d’ivoire");
        assertThat(AnswerText.normalized("  ")).isEmpty();
    }

    @Test
    void everythingElseCounts() {
        assertThat(AnswerText.matches(" Yes", List.of("no", "yes"))).isTrue();
        assertThat(AnswerText.matches("yes.", List.of("yes"))).isFalse();
        assertThat(AnswerText.matches("medium dark", List.of("medium-dark"))).isFalse();
        assertThat(AnswerText.matches("", List.of("yes"))).isFalse();
    }
}
