package io.magma.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.magma.torch.Dtype;
import io.magma.torch.TorchOps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that is converted while it is loaded does not stay in memory twice: the kernel says what is resident. */
class MappedPagesTest {
    private static final int SIZE = 4 << 20;

    @TempDir
    private Path dir;

    @Test
    void pagesThatWereConvertedAreGivenBack() throws IOException {
        Path maps = Path.of("/proc/self/smaps");
        assumeTrue(Files.exists(maps), "no /proc/self/smaps here");
        Path file = dir.resolve("model.safetensors");
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray ones = manager.ones(new Shape(SIZE)).mul(1.5f);
            SafetensorsWriter.write(file, Map.of("w", ones), Map.of());
            LoadedWeights weights = new LoadedWeights(WeightFiles.open(dir), manager, Dtype.BFLOAT16);
            NDArray converted = weights.take("w", Initializer.ZEROS, SIZE);
            assertThat(TorchOps.cast(converted, Dtype.FLOAT32).sum().getFloat()).isEqualTo(1.5f * SIZE);
            assertThat(residentKilobytes(maps, file)).isLessThan(SIZE * 4L / 1024 / 10);
        }
    }

    private static long residentKilobytes(Path maps, Path file) throws IOException {
        List<String> lines = Files.readAllLines(maps);
        long sum = 0;
        boolean within = false;
        boolean seen = false;
        for (String line : lines) {
            if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                within = line.endsWith(file.toString());
                seen |= within;
            } else if (within && line.startsWith("Rss:")) {
                sum += Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        assertThat(seen).as("the file is mapped").isTrue();
        return sum;
    }
}
