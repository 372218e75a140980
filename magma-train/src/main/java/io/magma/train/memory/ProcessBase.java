package io.magma.train.memory;

/**
 * What a process takes before it has a model, beside the Java heap.
 *
 * <p>Measured on Linux x86_64, JDK 17 with {@code -XX:+UseSerialGC}, libtorch 2.7.1 for CPUs, two threads, in a run of 600 steps of
 * a model of 0.2 million parameters, from {@code /proc/PID/smaps} after the first step and at its end, where it was the same: 109
 * MiB of code and data of shared libraries and jars (libtorch_cpu 79, the JVM 15, class data 12, tokenizers 5), and 166 MiB of
 * memory that no file is behind. Of the latter {@code jcmd VM.native_memory} counts 52 MiB as the JVM's (metaspace 18, compiled
 * code 14, symbols and arenas 10, threads and others 10); the rest is libtorch's: its operator registry, its code generators and
 * what its allocator keeps for the threads that use it.
 */
final class ProcessBase {
    /** Pages of libraries; the system shares them between processes. */
    static final long LIBRARIES = 109L << 20;

    /** Everything else. */
    static final long PRIVATE = 166L << 20;

    private ProcessBase() {}
}
