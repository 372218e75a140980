package io.magma.train.memory;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * What one process of a run needs.
 *
 * @param parts all items
 * @param gpu whether a GPU computes, whose memory is then apart from the host's
 * @param decoderKept what the decoder keeps of a micro-batch without activation checkpointing, bytes
 * @param decoderRecomputed the same with it
 * @param assumptions what was assumed, for people
 */
public record MemoryEstimate(
        List<MemoryPart> parts, boolean gpu, long decoderKept, long decoderRecomputed, List<String> assumptions) {
    public MemoryEstimate {
        parts = List.copyOf(parts);
        assumptions = List.copyOf(assumptions);
    }

    /** Bytes of the host's memory that the process needs at its peak. */
    public long host() {
        return peak(part -> !gpu || part.place() == Place.HOST);
    }

    /** Bytes of its GPU's memory, if one computes. */
    public OptionalLong device() {
        return gpu ? OptionalLong.of(peak(part -> part.place() == Place.DEVICE)) : OptionalLong.empty();
    }

    /** What is always there, and the more of a step beside a checkpoint in the background and the last checkpoint. */
    private long peak(Predicate<MemoryPart> where) {
        List<MemoryPart> here = parts.stream().filter(where).toList();
        long moment = here.stream()
                .filter(part -> part.phase() == Phase.MOMENT)
                .mapToLong(MemoryPart::bytes)
                .max()
                .orElse(0);
        long step = sum(here, Phase.BACKWARD) + moment + sum(here, Phase.SAVING);
        return sum(here, Phase.RUN) + Math.max(step, sum(here, Phase.END));
    }

    private static long sum(List<MemoryPart> parts, Phase phase) {
        return parts.stream()
                .filter(part -> part.phase() == phase)
                .mapToLong(MemoryPart::bytes)
                .sum();
    }

    /** One line if this is more than the machine has. */
    public Optional<String> excess(MachineMemory machine) {
        return tooSmall(machine.device(), machine.total(), "");
    }

    /** One line if this is more than is free now. */
    public Optional<String> shortage(MachineMemory machine) {
        return tooSmall(machine.deviceFree(), machine.free(), " free");
    }

    private Optional<String> tooSmall(OptionalLong onDevice, OptionalLong onHost, String which) {
        if (gpu && onDevice.isPresent() && device().orElse(0) > onDevice.getAsLong()) {
            return Optional.of(line("GPU", device().orElse(0), onDevice.getAsLong(), which));
        }
        return onHost.isPresent() && host() > onHost.getAsLong()
                ? Optional.of(line("machine", host(), onHost.getAsLong(), which))
                : Optional.empty();
    }

    private static String line(String what, long needed, long there, String which) {
        return "needs about " + Gib.of(needed) + ", but the " + what + " has " + Gib.of(there) + which;
    }
}
