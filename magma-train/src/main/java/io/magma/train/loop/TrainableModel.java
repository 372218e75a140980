package io.magma.train.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;

/** What the loop needs of a model. */
public interface TrainableModel {
    /** Trained tensors by name, in model order. */
    Map<String, NDArray> parameters();

    /** Tensors that are saved with the trained ones, but take no gradient, by name. */
    Map<String, NDArray> buffers();

    /** Hash of all frozen weights: names, types, shapes and bytes. */
    String frozenHash();

    /** Manager that owns the model's tensors. */
    NDManager manager();

    /** Switches dropout and batch statistics on or off. */
    void training(boolean on);
}
