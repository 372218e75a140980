package io.magma.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StopTextTest {
    @Test
    void findsStopTextsAcrossPiecesAndTakesNothingBack() {
        StopText text = new StopText(List.of("\n\nQ:", "END"));
        assertThat(text.append("a cat\n")).isEqualTo("a cat");
        assertThat(text.append("sat")).isEqualTo("\nsat");
        assertThat(text.append("\n\nQ")).isEmpty();
        assertThat(text.append(": EN")).isEmpty();
        assertThat(text.stopped()).isTrue();
        assertThat(text.text()).isEqualTo("a cat\nsat");
        assertThat(text.append("more")).isEmpty();
        assertThat(text.end()).isEmpty();
    }

    @Test
    void theEarliestStopTextCuts() {
        StopText text = new StopText(List.of("cd", "b"));
        assertThat(text.append("abcd")).isEqualTo("a");
        assertThat(text.text()).isEqualTo("a");
    }

    @Test
    void heldTextComesOutAtTheEnd() {
        StopText text = new StopText(List.of("aab"));
        assertThat(text.append("xaa")).isEqualTo("x");
        assertThat(text.append("a")).isEqualTo("a");
        assertThat(text.end()).isEqualTo("aa");
        assertThat(text.stopped()).isFalse();
        assertThat(text.text()).isEqualTo("xaaa");
    }

    @Test
    void aOneCharacterStopHoldsNothing() {
        StopText text = new StopText(List.of("."));
        assertThat(text.append("ab")).isEqualTo("ab");
        assertThat(text.append("c.d")).isEqualTo("c");
        assertThat(text.stopped()).isTrue();
    }
}
