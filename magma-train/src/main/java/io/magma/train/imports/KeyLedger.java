package io.magma.train.imports;

import ai.djl.ndarray.types.Shape;
import io.magma.weights.StreamedTensor;
import io.magma.weights.WeightProblems;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Strict bookkeeping over the tensors of a file: each is used once, and none may be left over, missing or misshaped. */
final class KeyLedger {
    private final Path file;
    private final Map<String, StreamedTensor> tensors;
    private final Map<String, KeyReport> used = new LinkedHashMap<>();
    private final WeightProblems problems;

    KeyLedger(Path file, Map<String, ? extends StreamedTensor> tensors) {
        this.file = file;
        this.tensors = new LinkedHashMap<>(tensors);
        this.problems = new WeightProblems(file);
    }

    Path file() {
        return file;
    }

    Set<String> keys() {
        return tensors.keySet();
    }

    boolean has(String key) {
        return tensors.containsKey(key);
    }

    Optional<StreamedTensor> get(String key) {
        return Optional.ofNullable(tensors.get(key));
    }

    /** Length of an axis; 0 if the tensor is missing or has no such axis, which taking it will then report. */
    int size(String key, int axis) {
        return get(key).filter(t -> t.shape().dimension() > axis)
                .map(t -> Math.toIntExact(t.shape().get(axis)))
                .orElse(0);
    }

    /**
     * Uses a tensor of floating-point numbers.
     *
     * @param target name it is written under
     * @return the tensor; zeros after a problem, which {@link #requireComplete} reports
     */
    StreamedTensor take(String key, KeyFate fate, String target, long... shape) {
        Shape expected = new Shape(shape);
        StreamedTensor tensor = tensors.get(key);
        if (tensor == null) {
            problems.missing(key);
            return new ZeroTensor(expected);
        }
        if (!tensor.shape().equals(expected) || !tensor.dtype().isFloat()) {
            problems.misshaped(key, tensor.dtype().tag() + " " + tensor.shape(), expected);
        }
        used.put(key, KeyReport.of(key, tensor, fate, target));
        return tensor.shape().equals(expected) ? tensor : new ZeroTensor(expected);
    }

    /** Drops a tensor if it is there. */
    void drop(String key, KeyFate fate, String reason) {
        StreamedTensor tensor = tensors.get(key);
        if (tensor != null) {
            used.put(key, KeyReport.of(key, tensor, fate, reason));
        }
    }

    boolean isUsed(String key) {
        return used.containsKey(key);
    }

    /** Every tensor in the order of the file. */
    List<KeyReport> report() {
        return tensors.keySet().stream()
                .flatMap(key -> Optional.ofNullable(used.get(key)).stream())
                .toList();
    }

    /**
     * Checks that everything was there and nothing is left.
     *
     * @throws io.magma.weights.WeightsException listing all that is missing, unexpected or misshaped
     */
    void requireComplete() {
        problems.throwIfAny(
                tensors.keySet().stream().filter(key -> !used.containsKey(key)).toList());
    }
}
