package io.magma.train.imports;

import io.magma.weights.StreamedTensor;
import java.util.Arrays;
import java.util.List;

/**
 * What became of one tensor.
 *
 * @param key its name in the imported file
 * @param dtype its element type there, as safetensors calls it
 * @param shape its shape there
 * @param fate what became of it
 * @param target name it is written under, or the reason why it is not
 */
public record KeyReport(String key, String dtype, List<Long> shape, KeyFate fate, String target) {
    /** Copies the shape. */
    public KeyReport {
        shape = List.copyOf(shape);
    }

    static KeyReport of(String key, StreamedTensor tensor, KeyFate fate, String target) {
        return new KeyReport(
                key,
                tensor.dtype().tag(),
                Arrays.stream(tensor.shape().getShape()).boxed().toList(),
                fate,
                target);
    }
}
