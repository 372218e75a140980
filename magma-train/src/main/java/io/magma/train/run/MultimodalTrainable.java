package io.magma.train.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.multimodal.MultimodalModel;
import io.magma.train.loop.TrainableModel;
import java.util.Map;

/** A multimodal model as the loop sees it. */
record MultimodalTrainable(MultimodalModel multimodal) implements TrainableModel {
    @Override
    public Map<String, NDArray> parameters() {
        return multimodal.parameters();
    }

    @Override
    public Map<String, NDArray> buffers() {
        return multimodal.buffers();
    }

    @Override
    public String frozenHash() {
        return multimodal.frozenHash();
    }

    @Override
    public NDManager manager() {
        return multimodal.manager();
    }

    @Override
    public void training(boolean on) {
        multimodal.training(on);
    }
}
