package io.magma.train.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesTest {
    @TempDir
    private Path folder;

    @Test
    void writesOneObjectALineAtOnce() throws IOException {
        Path file = folder.resolve("metrics.jsonl");
        try (JsonLines lines = JsonLines.append(file, 0)) {
            lines.write(1, Map.of("loss", 0.5));
            assertThat(file).content().isEqualTo("{\"step\":1,\"loss\":0.5}\n");
            lines.write(1, Map.of("texts", List.of("ä")));
        }
        assertThat(Files.readAllLines(file)).last().isEqualTo("{\"step\":1,\"texts\":[\"ä\"]}");
    }

    @Test
    void dropsWhatAResumedRunWritesAgain() throws IOException {
        Path file = folder.resolve("metrics.jsonl");
        Files.writeString(file, "{\"step\":1}\n{\"step\":2}\n{\"step\":2,\"eval_loss\":1}\n{\"step\":3}\n{\"ste");
        try (JsonLines lines = JsonLines.append(file, 2)) {
            lines.write(3, Map.of("loss", 1));
        }
        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "{\"step\":1}", "{\"step\":2}", "{\"step\":2,\"eval_loss\":1}", "{\"step\":3,\"loss\":1}");
    }

    @Test
    void dropsAnEvaluationThatIsMadeAgain() throws IOException {
        Path file = folder.resolve("metrics.jsonl");
        Files.writeString(
                file,
                "{\"step\":1,\"eval_loss\":2}\n{\"step\":2,\"loss\":1}\n{\"step\":2,\"eval_loss\":1}\n{\"step\":3}\n");
        try (JsonLines lines = JsonLines.appendEvaluation(file, 2)) {
            lines.write(2, Map.of("eval_loss", 5));
        }
        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "{\"step\":1,\"eval_loss\":2}", "{\"step\":2,\"loss\":1}", "{\"step\":2,\"eval_loss\":5}");
    }

    @Test
    void endsALineWithoutAnEnd() throws IOException {
        Path file = folder.resolve("metrics.jsonl");
        Files.writeString(file, "{\"step\":1}");
        try (JsonLines lines = JsonLines.append(file, 1)) {
            lines.write(2, Map.of());
        }
        assertThat(Files.readAllLines(file)).containsExactly("{\"step\":1}", "{\"step\":2}");
    }

    @Test
    void namesTheFileItCannotWrite() {
        assertThatThrownBy(() -> JsonLines.append(folder, 0))
                .isInstanceOf(MetricsException.class)
                .hasMessageContaining(folder.toString());
    }

    @Test
    void saysSoWhenTheDiskIsFull() {
        Path full = Path.of("/dev/full");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.isWritable(full));
        assertThatThrownBy(() -> {
                    try (JsonLines lines = JsonLines.append(full, 0)) {
                        lines.write(1, Map.of("loss", 1));
                    }
                })
                .isInstanceOf(MetricsException.class)
                .hasMessageContaining("No space left on device");
    }
}
