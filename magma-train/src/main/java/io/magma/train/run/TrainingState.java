package io.magma.train.run;

import io.magma.config.FrozenDtype;
import io.magma.config.RunConfig;
import io.magma.train.loop.Evaluation;
import io.magma.train.loop.TrainableModel;
import io.magma.train.optim.AdamW;
import io.magma.train.optim.LossScaler;
import io.magma.train.optim.ParameterAverage;
import io.magma.train.optim.SavedState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a run carries from step to step beside parameters and moments.
 *
 * @param scaler loss scaling, on where anything computes in float16
 * @param average of the parameters, if one is kept
 */
record TrainingState(LossScaler scaler, Optional<ParameterAverage> average) implements AutoCloseable {
    static TrainingState of(RunConfig config, TrainableModel model) {
        double decay = config.training().emaDecay();
        LossScaler scaler = config.model().languageModel().dtype() == FrozenDtype.FLOAT16
                ? LossScaler.dynamic(
                        model.manager(),
                        config.training().lossScale(),
                        config.training().lossScaleWindow())
                : LossScaler.off();
        return new TrainingState(
                scaler,
                decay == 0
                        ? Optional.empty()
                        : Optional.of(new ParameterAverage(model.parameters(), decay, model.manager())));
    }

    /** All that a checkpoint holds. */
    List<SavedState> with(AdamW optimizer) {
        List<SavedState> all = new ArrayList<>(List.of(optimizer, scaler));
        average.ifPresent(all::add);
        return all;
    }

    /** The evaluation of the averages, where they are kept. */
    Evaluation averaged(Evaluation evaluation) {
        return average.isEmpty()
                ? evaluation
                : (step, stop) -> average.get().within(() -> evaluation.evaluate(step, stop));
    }

    @Override
    public void close() {
        average.ifPresent(ParameterAverage::close);
    }
}
