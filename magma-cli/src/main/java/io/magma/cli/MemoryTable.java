package io.magma.cli;

import io.magma.train.memory.Gib;
import io.magma.train.memory.MachineMemory;
import io.magma.train.memory.MemoryEstimate;
import io.magma.train.memory.MemoryPart;
import io.magma.train.memory.Phase;
import io.magma.train.memory.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** What a run needs of the memory, for people and for programs. */
final class MemoryTable {
    private static final double MIB = 1L << 20;

    private MemoryTable() {}

    /** A line an item, the sums, and what they rest on. */
    static String text(MemoryEstimate estimate, MachineMemory machine) {
        int width = estimate.parts().stream()
                .mapToInt(part -> part.name().length())
                .max()
                .orElse(0);
        StringBuilder text = new StringBuilder();
        line(text, width, "memory of a process", "where", "when", "MiB");
        for (MemoryPart part : estimate.parts()) {
            line(text, width, part.name(), where(part, estimate), when(part.phase()), mib(part.bytes()));
        }
        estimate.device()
                .ifPresent(bytes -> text.append("at the peak, GPU: ")
                        .append(Gib.of(bytes))
                        .append(has(machine.device()))
                        .append(System.lineSeparator()));
        text.append(estimate.gpu() ? "at the peak, host: " : "at the peak: ")
                .append(Gib.of(estimate.host()))
                .append(has(machine.total()))
                .append(System.lineSeparator());
        if (estimate.decoderKept() > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    "activations of the decoder: %s MiB, with training.activation_checkpointing %s MiB%n",
                    mib(estimate.decoderKept()),
                    mib(estimate.decoderRecomputed())));
        }
        estimate.assumptions()
                .forEach(assumption ->
                        text.append("assumed: ").append(assumption).append(System.lineSeparator()));
        estimate.excess(machine)
                .ifPresent(excess -> text.append("TOO LARGE: ").append(excess).append(System.lineSeparator()));
        return text.toString().stripTrailing();
    }

    /** The same by name, in bytes. */
    static Map<String, Object> facts(MemoryEstimate estimate, MachineMemory machine) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("host_bytes", estimate.host());
        estimate.device().ifPresent(bytes -> facts.put("device_bytes", bytes));
        facts.put("decoder_activation_bytes", estimate.decoderKept());
        facts.put("decoder_activation_bytes_checkpointed", estimate.decoderRecomputed());
        List<Map<String, Object>> parts = new ArrayList<>();
        for (MemoryPart part : estimate.parts()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", part.name());
            one.put("where", where(part, estimate));
            one.put("phase", part.phase().name().toLowerCase(Locale.ROOT));
            one.put("bytes", part.bytes());
            parts.add(one);
        }
        facts.put("parts", parts);
        facts.put("assumptions", estimate.assumptions());
        machine.total().ifPresent(bytes -> facts.put("machine_bytes", bytes));
        machine.device().ifPresent(bytes -> facts.put("machine_device_bytes", bytes));
        facts.put("fits", estimate.excess(machine).isEmpty());
        return facts;
    }

    private static String has(OptionalLong bytes) {
        return bytes.isPresent() ? " of " + Gib.of(bytes.getAsLong()) : "";
    }

    private static String where(MemoryPart part, MemoryEstimate estimate) {
        return estimate.gpu() && part.place() == Place.DEVICE ? "gpu" : "host";
    }

    private static String when(Phase phase) {
        return switch (phase) {
            case RUN -> "always";
            case BACKWARD -> "a step";
            case MOMENT -> "a moment, one at a time";
            case SAVING -> "beside steps";
            case END -> "instead of a step";
        };
    }

    private static String mib(long bytes) {
        return String.format(Locale.ROOT, "%,.1f", bytes / MIB);
    }

    private static void line(StringBuilder text, int width, String name, String where, String when, String bytes) {
        text.append(String.format(Locale.ROOT, "%-" + width + "s  %-5s  %-23s  %9s%n", name, where, when, bytes));
    }
}
