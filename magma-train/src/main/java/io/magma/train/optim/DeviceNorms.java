package io.magma.train.optim;

import ai.djl.ndarray.NDArray;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Norms of a step's gradients that are still on the device.
 *
 * @param parts of the model that have gradients, in model order
 * @param values their norms (parts) in float32; not finite where an element of the part's gradients is not
 */
public record DeviceNorms(List<String> parts, NDArray values) {
    public DeviceNorms {
        parts = List.copyOf(parts);
    }

    /** The norms on the host, of which the next numbers of {@code read} are the values. */
    public GradientNorms onHost(FloatBuffer read) {
        Map<String, Double> norms = new LinkedHashMap<>();
        parts.forEach(part -> norms.put(part, (double) read.get()));
        return new GradientNorms(norms);
    }
}
