package io.magma.train.memory;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * Memory of this machine in bytes; empty where nobody tells, as of the host anywhere but on Linux.
 *
 * @param total of the host
 * @param free of the host that a process can get without swapping
 * @param device of the GPU that would compute; empty on a CPU
 * @param deviceFree of that GPU that nobody uses
 */
public record MachineMemory(OptionalLong total, OptionalLong free, OptionalLong device, OptionalLong deviceFree) {
    private static final Path MEMINFO = Path.of("/proc/meminfo");
    private static final long KIB = 1024;

    /** Asks the system, and the driver if {@code device} is a GPU. */
    public static MachineMemory of(Device device) {
        OptionalLong onDevice = OptionalLong.empty();
        OptionalLong freeOnDevice = OptionalLong.empty();
        if (device.isGpu()) {
            MemoryUsage usage = CudaUtils.getGpuMemory(device);
            onDevice = OptionalLong.of(usage.getMax());
            freeOnDevice = OptionalLong.of(usage.getMax() - usage.getUsed());
        }
        List<String> lines = lines();
        return new MachineMemory(value(lines, "MemTotal:"), value(lines, "MemAvailable:"), onDevice, freeOnDevice);
    }

    private static List<String> lines() {
        if (!Files.exists(MEMINFO)) {
            return List.of();
        }
        try {
            return Files.readAllLines(MEMINFO);
        } catch (IOException e) {
            throw new UncheckedIOException(MEMINFO + " cannot be read", e);
        }
    }

    /** Reads lines as in proc(5): {@code MemAvailable:   24117248 kB}. */
    static OptionalLong value(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> KIB * Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst();
    }
}
