package io.magma.weights.torchfile;

import java.util.List;

/**
 * A Python tuple, or a {@code torch.Size}.
 *
 * @param items its values
 */
record PickleTuple(List<Object> items) {
    PickleTuple {
        items = List.copyOf(items);
    }
}
