package io.magma.train.memory;

/**
 * One item of what a process needs.
 *
 * @param name what it is
 * @param place where it lies
 * @param phase when it is there
 * @param bytes its size
 */
public record MemoryPart(String name, Place place, Phase phase, long bytes) {}
