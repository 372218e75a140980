package io.magma.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.magma.nn.Sublayer;
import io.magma.testing.TinyModel;
import io.magma.torch.Autograd;
import io.magma.torch.Dtype;
import io.magma.torch.HostData;
import io.magma.torch.TorchOps;
import io.magma.weights.TrainableWeights;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A language model that is trained itself: every one of its weights takes part, whatever it is called and however stored. */
class TrainedDecoderTest {
    @TempDir
    Path scratch;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_NONE, names = "CLIP_.*")
    void theLossFallsAlongEveryGradientAsTheGradientSays(TinyModel model) {
        TrainableWeights weights = new TrainableWeights(manager, 1, Optional.empty());
        CausalLm lm = LanguageModelFolder.open(model.writeConfig(scratch))
                .build(manager, weights, Sublayer.Wrapper.NONE, Dtype.FLOAT32);
        // Built with autograd off, as every thread of ours that has touched the engine has it.
        Map<String, float[]> gradients = gradients(lm, weights);

        assertThat(gradients.keySet()).isEqualTo(weights.parameters().keySet());
        weights.parameters().forEach((name, parameter) -> {
            float[] gradient = Objects.requireNonNull(gradients.get(name));
            double square = 0;
            for (float g : gradient) {
                square += (double) g * g;
            }
            assertThat(square).as(name).isPositive();
            // A step of this length changes the loss by 2 * 0.02, far above float32's rounding of it.
            double step = 0.02 / square;
            double difference = at(lm, parameter, gradient, step) - at(lm, parameter, gradient, -step);
            assertThat(difference).as(name).isCloseTo(0.04, within(0.004));
        });
    }

    private Map<String, float[]> gradients(CausalLm lm, TrainableWeights weights) {
        NDArray loss = Autograd.recording(() -> loss(lm));
        Autograd.backward(loss, 1);
        Map<String, float[]> gradients = new LinkedHashMap<>();
        weights.parameters()
                .forEach((name, parameter) ->
                        Autograd.gradient(parameter).ifPresent(g -> gradients.put(name, g.toFloatArray())));
        return gradients;
    }

    private double at(CausalLm lm, NDArray parameter, float[] direction, double step) {
        float[] before = parameter.toFloatArray();
        float[] moved = new float[before.length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = (float) (before[i] + step * direction[i]);
        }
        return with(parameter, before, moved, () -> (double) loss(lm).getFloat());
    }

    private double with(NDArray parameter, float[] before, float[] values, Supplier<Double> body) {
        long[] shape = parameter.getShape().getShape();
        TorchOps.copyInto(parameter, HostData.floats(manager, values, shape));
        double result = body.get();
        TorchOps.copyInto(parameter, HostData.floats(manager, before, shape));
        return result;
    }

    private NDArray loss(CausalLm lm) {
        long[] ids = {3, 1, 4, 1, 5, 9, 2, 6};
        NDArray in = manager.create(ids, new Shape(2, 4));
        NDArray hidden = lm.hidden(lm.embed(in));
        NDArray labels = manager.create(new long[] {1, 4, 1, 5, 2, 6, 5, 3});
        return lm.crossEntropySum(hidden.reshape(-1, lm.config().hiddenSize()), labels);
    }
}
