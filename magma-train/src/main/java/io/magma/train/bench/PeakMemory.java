package io.magma.train.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The kernel's note of the most memory that this process has had. */
final class PeakMemory {
    private static final Logger logger = LoggerFactory.getLogger(PeakMemory.class);
    private static final Path CLEAR = Path.of("/proc/self/clear_refs");

    private PeakMemory() {}

    /** Begins anew from what is resident now, by {@code 5} in clear_refs, see proc(5); without Linux there is no such note. */
    static void reset() {
        if (!Files.exists(CLEAR)) {
            return;
        }
        try {
            Files.writeString(CLEAR, "5");
        } catch (IOException e) {
            logger.warn("peak memory is that since the process began: {} cannot be written: {}", CLEAR, e.getMessage());
        }
    }
}
