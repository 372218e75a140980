package io.magma.train.checkpoint;

import ai.djl.ndarray.NDArray;
import io.magma.torch.TorchOps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Strict copies between maps of named tensors. */
public final class TensorMaps {
    private static final int SHOWN = 5;

    private TensorMaps() {}

    /**
     * Overwrites every tensor of {@code target} with that of the same name in {@code source}.
     *
     * @param origin what {@code source} is, for messages
     * @throws CheckpointException if names or shapes differ; nothing is overwritten then
     */
    public static void copyInto(Map<String, NDArray> target, Map<String, NDArray> source, String origin) {
        List<String> problems = new ArrayList<>();
        target.forEach((name, tensor) -> {
            NDArray saved = source.get(name);
            if (saved == null) {
                problems.add(name + " is missing");
            } else if (!saved.getShape().equals(tensor.getShape())) {
                problems.add(name + " has shape " + saved.getShape() + ", not " + tensor.getShape());
            }
        });
        source.keySet().stream()
                .filter(name -> !target.containsKey(name))
                .forEach(name -> problems.add(name + " is not expected"));
        if (!problems.isEmpty()) {
            String more = problems.size() > SHOWN ? " and " + (problems.size() - SHOWN) + " more" : "";
            throw new CheckpointException(origin + ": does not fit the model: "
                    + String.join(", ", problems.subList(0, Math.min(SHOWN, problems.size()))) + more);
        }
        source.forEach((name, tensor) -> {
            NDArray into = target.get(name);
            if (into != null) {
                TorchOps.copyInto(into, tensor);
            }
        });
    }
}
