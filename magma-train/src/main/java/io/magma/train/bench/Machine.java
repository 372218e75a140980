package io.magma.train.bench;

import io.magma.torch.Devices;
import io.magma.train.checkpoint.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a benchmark ran on. */
public final class Machine {
    private Machine() {}

    /**
     * Processor, threads, memory, device, versions and commit, by name; what the system does not tell is left out.
     *
     * @throws IOException if the kernel's tables cannot be read
     */
    public static Map<String, Object> facts() throws IOException {
        Provenance versions = Provenance.of("", Instant.now());
        Map<String, Object> facts = new LinkedHashMap<>();
        value(Path.of("/proc/cpuinfo"), "model name").ifPresent(name -> facts.put("cpu", name));
        facts.put("threads", Runtime.getRuntime().availableProcessors());
        value(Path.of("/proc/meminfo"), "MemTotal").ifPresent(memory -> facts.put("memory", memory));
        facts.put("device", Devices.preferred().toString());
        facts.put("os", versions.os());
        facts.put("java", versions.java());
        facts.put("djl", versions.djl());
        facts.put("libtorch", versions.torch());
        facts.put("magma", versions.version());
        versions.commit().ifPresent(commit -> facts.put("commit", commit));
        return facts;
    }

    /** First value of a name in a table of {@code name : value}. */
    private static Optional<String> value(Path table, String name) throws IOException {
        if (!Files.exists(table)) {
            return Optional.empty();
        }
        return value(Files.readAllLines(table), name);
    }

    static Optional<String> value(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name) && line.contains(":"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst();
    }
}
