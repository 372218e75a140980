package io.magma.train.memory;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;

/**
 * The Java heap of a run, of which only what was once used is in memory.
 *
 * <p>The young generation is filled whatever a run needs, since it is only collected when it is full; its size is that of this JVM,
 * which with the same options is that of the run's. In the old one lie what lives as long as the run, batches that are prepared
 * ahead, and pictures that the loader keeps decoded. Each micro-batch's pixels go to libtorch through a buffer outside the heap
 * that the collector frees with the young generation, so that there are as many of these as micro-batches between two collections.
 *
 * @param young bytes of the young generation
 * @param maximum bytes the heap may grow to
 */
record JvmHeap(long young, long maximum) {
    /**
     * What every run keeps, and a token of the vocabulary: the old generation held 9.1 MiB in a run with 300 tokens, 18.3 MiB in one
     * with GPT-2's 50,257 (JDK 17, {@code jcmd PID GC.heap_info} after some hundred steps).
     */
    static final long LIVE = 9L << 20;

    static final long TOKEN = 190;

    /**
     * What a micro-batch leaves in the young generation beside its pixels: there were 4.1 MiB of such buffers when 15.9 MiB of it were
     * used by a run whose micro-batches have 0.19 MiB of pixels.
     */
    private static final long OTHER_GARBAGE = 580L << 10;

    /** Share of the heap that kept pictures may take, and its bound, as {@code PixelReader} has them. */
    private static final long KEPT_PICTURES = 1L << 29;

    private static final int PICTURES_SHARE = 8;

    /** This JVM's. */
    static JvmHeap ofThisProcess() {
        long young = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool ->
                        pool.getName().contains("Eden") || pool.getName().contains("Survivor"))
                .map(MemoryPoolMXBean::getUsage)
                .mapToLong(usage -> usage.getCommitted())
                .sum();
        return new JvmHeap(young, Runtime.getRuntime().maxMemory());
    }

    /**
     * Bytes in use at the end of a run.
     *
     * @param vocabulary tokens of the tokenizer
     * @param batchBytes of the pixels of a micro-batch
     * @param ahead micro-batches that exist at a time
     * @param pictureBytes of all pictures that the loader may keep
     */
    long used(int vocabulary, long batchBytes, int ahead, long pictureBytes) {
        long kept = Math.min(pictureBytes, Math.min(KEPT_PICTURES, maximum / PICTURES_SHARE));
        return Math.min(maximum, young + LIVE + TOKEN * vocabulary + ahead * batchBytes + kept);
    }

    /**
     * Bytes of buffers outside the heap that wait for the collector.
     *
     * @param batchBytes of the pixels of a micro-batch
     * @param batches micro-batches of the run
     */
    long buffers(long batchBytes, long batches) {
        long between = Math.max(2, young / (batchBytes + OTHER_GARBAGE));
        return Math.min(batches, between) * batchBytes;
    }
}
