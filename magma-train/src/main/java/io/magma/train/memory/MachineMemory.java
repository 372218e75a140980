package io.magma.train.memory;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * Memory of this machine in bytes.
 *
 * @param total of the host
 * @param free of the host that a process can get without swapping; empty where the system does not tell
 * @param device of the GPU that would compute; empty on a CPU
 * @param deviceFree of that GPU that nobody uses
 */
public record MachineMemory(long total, OptionalLong free, OptionalLong device, OptionalLong deviceFree) {
    private static final Path MEMINFO = Path.of("/proc/meminfo");
    private static final long KIB = 1024;

    /** Asks the system, and the driver if {@code device} is a GPU. */
    public static MachineMemory of(Device device) {
        OptionalLong onDevice = OptionalLong.empty();
        OptionalLong freeOnDevice = OptionalLong.empty();
        if (device.isGpu()) {
            java.lang.management.MemoryUsage usage = CudaUtils.getGpuMemory(device);
            onDevice = OptionalLong.of(usage.getMax());
            freeOnDevice = OptionalLong.of(usage.getMax() - usage.getUsed());
        }
        var system = (com.sun.management.OperatingSystemMXBean)
                java.lang.management.ManagementFactory.getOperatingSystemMXBean();
        return new MachineMemory(system.getTotalMemorySize(), available(), onDevice, freeOnDevice);
    }

    private static OptionalLong available() {
        if (!Files.exists(MEMINFO)) {
            return OptionalLong.empty();
        }
        try {
            return available(Files.readAllLines(MEMINFO));
        } catch (IOException e) {
            throw new UncheckedIOException(MEMINFO + " cannot be read", e);
        }
    }

    /** Reads lines as in proc(5): {@code MemAvailable:   24117248 kB}. */
    static OptionalLong available(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("MemAvailable:"))
                .mapToLong(line -> KIB * Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst();
    }
}
