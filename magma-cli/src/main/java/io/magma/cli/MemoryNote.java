package io.magma.cli;

import ai.djl.Device;
import io.magma.config.RunConfig;
import io.magma.torch.Devices;
import io.magma.train.memory.Gib;
import io.magma.train.memory.MachineMemory;
import io.magma.train.memory.MemoryEstimate;
import io.magma.train.memory.MemoryEstimator;
import io.magma.train.memory.ModelOutline;
import io.magma.train.metrics.ProgressReporter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a run says of its memory before it loads anything. */
final class MemoryNote {
    private static final Logger logger = LoggerFactory.getLogger(MemoryNote.class);

    private MemoryNote() {}

    /** One line with the estimate, and a warning if that is more than is free. */
    static void of(RunConfig run, ProgressReporter progress) {
        Device device = Devices.preferred();
        MemoryEstimate estimate = MemoryEstimator.withoutData(run, ModelOutline.of(run), device.isGpu());
        String onDevice = estimate.device().isPresent()
                ? " and " + Gib.of(estimate.device().getAsLong()) + " of the GPU"
                : "";
        progress.note("memory at the peak, estimated without a look at the data: " + Gib.of(estimate.host()) + onDevice
                + " (magma info -c looks, and says of what)");
        estimate.shortage(MachineMemory.of(device))
                .ifPresent(shortage -> logger.warn("this run {}; see magma info -c", shortage));
    }
}
