package io.magma.train.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardFileTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_700_000_000, 250_000_000), ZoneOffset.UTC);
    /** A grey pixel. */
    private static final String PNG = "89504e470d0a1a0a0000000d4948445200000001000000010800000000" + "3a7e9b55"
            + "0000000a49444154789c6368000000820081" + "77cd72b6" + "0000000049454e44ae426082";

    @TempDir
    private Path folder;

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(files.filter(f -> f.getFileName().toString().startsWith("events"))
                    .sorted()
                    .toList());
        }
    }

    /** The bytes that {@code tensorboard_events.py} makes from the formats' definitions. */
    @Test
    void writesTheFormat() throws IOException {
        Files.createDirectories(folder.resolve("samples"));
        Files.write(folder.resolve("samples/a.png"), HexFormat.of().parseHex(PNG));
        try (TensorBoardFile events = TensorBoardFile.begin(folder, 4, CLOCK)) {
            Map<String, Object> step = new LinkedHashMap<>();
            step.put("loss", 2.5);
            step.put("tokens", 300L);
            events.write(5, step);
            events.write(200, Map.of("data_mixture", List.of(0.75, 0.25)));
            Map<String, Object> evaluation = new LinkedHashMap<>();
            evaluation.put("eval_loss", -1.0);
            evaluation.put("note", "a text");
            evaluation.put(
                    "samples",
                    List.of(Map.of("image", "samples/a.png", "prompt", "Q:", "truth", "a b", "text", "c d")));
            events.write(200, evaluation);
        }
        assertThat(files()).hasSize(1);
        assertThat(files().get(0).getFileName().toString())
                .matches("events\\.out\\.tfevents\\.1700000000\\.[\\w-]+\\.\\d+\\.0");
        try (InputStream golden = Objects.requireNonNull(getClass().getResourceAsStream("tensorboard_events.bin"))) {
            assertThat(Files.readAllBytes(files().get(0))).isEqualTo(golden.readAllBytes());
        }
    }

    @Test
    void aResumedRunsFileIsReadAfterTheOneBefore() throws IOException {
        TensorBoardFile.begin(folder, 0, CLOCK).close();
        TensorBoardFile.begin(folder, 7, CLOCK).close();
        assertThat(files()).hasSize(2);
        assertThat(files().get(1).getFileName().toString()).startsWith("events.out.tfevents.1700000001.");
        // Field 2, the step: 8; field 7, the session log: its field 1, the status: 1, start.
        assertThat(HexFormat.of().formatHex(Files.readAllBytes(files().get(1)))).contains("10083a020801");
    }
}
