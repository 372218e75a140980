package io.magma.train.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Memory of this process that lies in RAM, JVM, libtorch and mapped files together.
 *
 * @param bytes now
 * @param peakBytes the most since the process began
 */
public record ResidentMemory(long bytes, long peakBytes) {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final long KIB = 1024;

    /** Asks the kernel; empty where it has no {@code /proc}, that is anywhere but on Linux. */
    public static Optional<ResidentMemory> now() {
        if (!Files.exists(STATUS)) {
            return Optional.empty();
        }
        try {
            return parse(Files.readAllLines(STATUS));
        } catch (IOException e) {
            throw new MetricsException(STATUS, "cannot read", e);
        }
    }

    /** Reads lines as in proc(5): {@code VmHWM:     5244 kB} is the peak, {@code VmRSS:     4096 kB} what is there now. */
    static Optional<ResidentMemory> parse(List<String> lines) {
        OptionalLong now = value(lines, "VmRSS:");
        OptionalLong peak = value(lines, "VmHWM:");
        return now.isEmpty() || peak.isEmpty()
                ? Optional.empty()
                : Optional.of(new ResidentMemory(now.getAsLong(), peak.getAsLong()));
    }

    private static OptionalLong value(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> KIB * Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst();
    }
}
