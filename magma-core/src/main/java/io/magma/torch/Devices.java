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
}
