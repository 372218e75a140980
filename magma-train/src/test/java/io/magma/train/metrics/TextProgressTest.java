package io.magma.train.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TextProgressTest {
    private final StringBuilder out = new StringBuilder();

    private static Progress at(int step) {
        return new Progress(
                step,
                4,
                2.34567,
                7.9e-4,
                0.53,
                3210,
                0.021,
                Optional.of(new ResidentMemory(4_402_341_478L, 5L << 30)),
                Duration.ofSeconds(754));
    }

    @Test
    void plainLinesAppearEveryFewStepsAndAtTheEnd() {
        TextProgress progress = new TextProgress(out::append, false, 3);
        for (int step = 1; step <= 4; step++) {
            progress.show(at(step));
        }
        progress.finish();
        assertThat(out.toString().lines())
                .containsExactly(
                        "step 3/4  loss 2.3457  lr 7.90e-04  norm 0.530  3.2k tokens/s  data 2%  4.1 GiB  eta 12:34",
                        "step 4/4  loss 2.3457  lr 7.90e-04  norm 0.530  3.2k tokens/s  data 2%  4.1 GiB  eta 12:34");
    }

    @Test
    void aTerminalLineIsRewrittenAndNotesStay() {
        TextProgress progress = new TextProgress(out::append, true, 1);
        progress.show(at(1));
        progress.show(at(2));
        progress.note("saved");
        assertThat(out.toString())
                .startsWith("\r[=====               ] step 1/4")
                .contains("\r[==========          ] step 2/4")
                .endsWith("eta 12:34\nsaved\n");
    }

    @Test
    void memoryIsThatOfTheKernelsTable() {
        assertThat(ResidentMemory.parse(
                        List.of("Name:\tjava", "VmHWM:\t   20480 kB", "VmRSS:\t   10240 kB", "VmData: 1 kB")))
                .contains(new ResidentMemory(10L << 20, 20L << 20));
        assertThat(ResidentMemory.parse(List.of("Name:\tkthreadd"))).isEmpty();
        ResidentMemory.now().ifPresent(memory -> {
            assertThat(memory.bytes()).isBetween(10L << 20, 1L << 40);
            assertThat(memory.peakBytes()).isGreaterThan(10L << 20);
        });
    }

    @Test
    void clockGrowsWithTheTime() {
        assertThat(ProgressLine.clock(Duration.ofSeconds(5))).isEqualTo("00:05");
        assertThat(ProgressLine.clock(Duration.ofSeconds(11554))).isEqualTo("3:12:34");
        assertThat(ProgressLine.clock(Duration.ofDays(2).plusSeconds(11554))).isEqualTo("2d 03:12:34");
    }
}
