package io.magma.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;

/** Where a process computes. */
public final class Devices {
    private static final String PROPERTY = "magma.device";

    private Devices() {}

    /**
     * The first GPU if the engine sees one, else the CPU; the system property {@code magma.device} ({@code cpu},
     * {@code gpu0}, …) overrides that.
     */
    public static Device preferred() {
        String asked = System.getProperty(PROPERTY, "");
        if (!asked.isEmpty()) {
            return Device.fromName(asked);
        }
        return Engine.getEngine("PyTorch").getGpuCount() > 0 ? Device.gpu() : Device.cpu();
    }

    /**
     * Shares the GPUs of a machine out among its processes, unless the system property says where to compute.
     *
     * @param localRank number of this process among those of its machine, from 0
     */
    public static void share(int localRank) {
        int gpus = Engine.getEngine("PyTorch").getGpuCount();
        if (gpus > 1 && System.getProperty(PROPERTY, "").isEmpty()) {
            System.setProperty(PROPERTY, "gpu" + localRank % gpus);
        }
    }
}
