package io.magma.train.optim;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Euclidean norms of a step's gradients.
 *
 * @param parts norm of each part of the model that has gradients, such as {@code adapters}; in model order
 */
public record GradientNorms(Map<String, Double> parts) {
    public GradientNorms {
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }

    /** Norm of all gradients together, the root of the sum of the squares; not finite if a part's is not. */
    public double total() {
        return Math.sqrt(
                parts.values().stream().mapToDouble(norm -> norm * norm).sum());
    }
}
