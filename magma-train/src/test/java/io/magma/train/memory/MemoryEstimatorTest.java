package io.magma.train.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.magma.config.ConfigLoader;
import io.magma.config.RunConfig;
import io.magma.testing.TinyRunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryEstimatorTest {
    @TempDir
    private Path dir;

    private Path config;

    @BeforeEach
    void write() throws IOException {
        config = TinyRunFiles.write(dir);
    }

    private MemoryEstimate estimate(OptionalInt tokens, boolean gpu, String... overrides) {
        RunConfig run = ConfigLoader.load(config, List.of(overrides));
        return MemoryEstimator.of(run, ModelOutline.of(run), tokens, gpu);
    }

    private MemoryEstimate estimate(String... overrides) {
        return estimate(OptionalInt.empty(), false, overrides);
    }

    private static Map<String, Long> byName(MemoryEstimate estimate) {
        return estimate.parts().stream().collect(Collectors.toMap(MemoryPart::name, MemoryPart::bytes));
    }

    private static long of(MemoryEstimate estimate, String name) {
        return byName(estimate).getOrDefault(name, 0L);
    }

    private static long trained(MemoryEstimate estimate) {
        return estimate.parts().stream()
                .filter(part -> part.name().endsWith(", trained, float32"))
                .mapToLong(MemoryPart::bytes)
                .sum();
    }

    @Test
    void eachTrainedParameterTakesSixteenBytesAndItsCopyTwelve() {
        MemoryEstimate estimate = estimate();
        long weights = trained(estimate);

        assertThat(weights).isPositive();
        assertThat(of(estimate, "gradients")).isEqualTo(weights);
        assertThat(of(estimate, "AdamW's moments")).isEqualTo(2 * weights);
        assertThat(of(estimate, "copy that a checkpoint is written from, at the end only"))
                .isEqualTo(3 * weights);
        MemoryEstimate averaged = estimate("training.ema_decay=0.9", "training.save_every=1");
        assertThat(of(averaged, "moving average (ema_decay)")).isEqualTo(weights);
        assertThat(of(averaged, "copy that a checkpoint is written from")).isEqualTo(4 * weights);
        assertThat(byName(estimate("checkpoint.async=false")))
                .doesNotContainKey("copy that a checkpoint is written from");
    }

    @Test
    void aFrozenModelInItsFilesTypeIsTheFile() throws IOException {
        long mapped = of(estimate(), "language_model, frozen, float32, mapped from its files");

        assertThat(mapped).isPositive().isLessThanOrEqualTo(Files.size(dir.resolve("gpt2/model.safetensors")));
        assertThat(of(estimate("model.language_model.dtype=bfloat16"), "language_model, frozen, bfloat16"))
                .isEqualTo(mapped / 2);
        assertThat(of(estimate(OptionalInt.empty(), true), "language_model, frozen, float32"))
                .as("on a GPU it is a copy")
                .isEqualTo(mapped);
    }

    @Test
    void rowsAreThoseOfTheDataOrAsLongAsAsked() throws IOException {
        assertThat(estimate().assumptions().get(0)).contains("first 128 micro-batches of data.train", "4 pictures");
        long few = estimate(OptionalInt.of(4), false).decoderKept();
        long many = estimate(OptionalInt.of(8), false).decoderKept();
        assertThat(many).isGreaterThan(few);
        assertThat(estimate(OptionalInt.of(8), false, "training.batch_size=8").decoderKept())
                .isEqualTo(2 * many);
        Files.move(dir.resolve("data"), dir.resolve("elsewhere"));
        assertThat(estimate().assumptions().get(0)).contains("cannot be read", "no such file or folder");
    }

    @Test
    void whatIsNotThereAtTheSameTimeIsNotAddedUp() {
        List<MemoryPart> parts = new ArrayList<>();
        parts.add(new MemoryPart("weights", Place.DEVICE, Phase.RUN, 1000));
        parts.add(new MemoryPart("heap", Place.HOST, Phase.RUN, 10));
        parts.add(new MemoryPart("kept", Place.DEVICE, Phase.BACKWARD, 100));
        parts.add(new MemoryPart("scores", Place.DEVICE, Phase.MOMENT, 30));
        parts.add(new MemoryPart("encoder", Place.DEVICE, Phase.MOMENT, 20));
        parts.add(new MemoryPart("copy", Place.HOST, Phase.SAVING, 5));

        MemoryEstimate cpu = new MemoryEstimate(parts, false, 0, 0, List.of());
        MemoryEstimate gpu = new MemoryEstimate(parts, true, 0, 0, List.of());
        assertThat(cpu.host()).isEqualTo(1000 + 10 + 100 + 30 + 5);
        assertThat(cpu.device()).isEmpty();
        assertThat(gpu.host()).isEqualTo(10 + 5);
        assertThat(gpu.device()).hasValue(1000 + 100 + 30);
        parts.set(5, new MemoryPart("copy", Place.HOST, Phase.END, 500));
        assertThat(new MemoryEstimate(parts, false, 0, 0, List.of()).host()).isEqualTo(1000 + 10 + 500);
    }

    @Test
    void theHeapByHand() {
        long mib = 1L << 20;
        JvmHeap heap = new JvmHeap(100 * mib, 1000 * mib);

        // 100 young, 9 and 190 bytes a token, three batches of 8; of 200 MiB of pictures an eighth of the heap is kept.
        assertThat(heap.used(0, 8 * mib, 3, 200 * mib)).isEqualTo((100 + 9 + 24 + 125) * mib);
        assertThat(heap.used(1000, 8 * mib, 3, 10 * mib)).isEqualTo((100 + 9 + 24 + 10) * mib + 190_000);
        // 100 MiB / (8 MiB + 580 KiB) = 11 micro-batches between two collections.
        assertThat(heap.buffers(8 * mib, 5)).isEqualTo(40 * mib);
        assertThat(heap.buffers(8 * mib, 500)).isEqualTo(88 * mib);
        assertThat(heap.buffers(0, 500)).isZero();
    }

    @Test
    void saysWhatIsTooSmall() {
        MemoryPart weights = new MemoryPart("weights", Place.DEVICE, Phase.RUN, 3L << 30);
        MemoryEstimate cpu = new MemoryEstimate(List.of(weights), false, 0, 0, List.of());
        MemoryEstimate gpu = new MemoryEstimate(List.of(weights), true, 0, 0, List.of());
        OptionalLong none = OptionalLong.empty();
        OptionalLong two = OptionalLong.of(2L << 30);

        assertThat(cpu.excess(new MachineMemory(OptionalLong.of(4L << 30), two, none, none)))
                .isEmpty();
        assertThat(cpu.excess(new MachineMemory(two, none, none, none)))
                .hasValue("needs about 3.00 GiB, but the machine has 2.00 GiB");
        assertThat(cpu.shortage(new MachineMemory(OptionalLong.of(4L << 30), two, none, none)))
                .hasValue("needs about 3.00 GiB, but the machine has 2.00 GiB free");
        assertThat(gpu.excess(new MachineMemory(OptionalLong.of(4L << 30), none, two, two)))
                .hasValue("needs about 3.00 GiB, but the GPU has 2.00 GiB");
        assertThat(MachineMemory.value(List.of("MemTotal: 8 kB", "MemAvailable:   5 kB"), "MemAvailable:"))
                .hasValue(5 * 1024);
    }
}
