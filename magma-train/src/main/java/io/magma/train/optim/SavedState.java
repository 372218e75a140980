package io.magma.train.optim;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/** Something of a run that a checkpoint must hold beside the parameters. */
public interface SavedState {
    /** Its tensors by name; live, not copies. */
    Map<String, NDArray> state();

    /** Takes note that the arrays of {@link #state} were overwritten with a saved state. */
    void stateRestored();
}
