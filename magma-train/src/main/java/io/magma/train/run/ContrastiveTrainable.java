package io.magma.train.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.contrastive.ContrastiveModel;
import io.magma.train.loop.TrainableModel;
import java.util.Map;

/** A contrastive model as the loop sees it. */
record ContrastiveTrainable(ContrastiveModel contrastive) implements TrainableModel {
    @Override
    public Map<String, NDArray> parameters() {
        return contrastive.parameters();
    }

    @Override
    public Map<String, NDArray> buffers() {
        return contrastive.buffers();
    }

    @Override
    public String frozenHash() {
        return contrastive.frozenHash();
    }

    @Override
    public NDManager manager() {
        return contrastive.manager();
    }

    @Override
    public void training(boolean on) {
        contrastive.training(on);
    }
}
