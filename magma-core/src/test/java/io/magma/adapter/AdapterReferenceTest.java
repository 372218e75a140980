package io.magma.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import io.magma.config.AdapterConfig;
import io.magma.config.AdapterType;
import io.magma.config.AdaptersConfig;
import io.magma.lm.CausalLm;
import io.magma.testing.Close;
import io.magma.testing.FixedWeights;
import io.magma.testing.Golden;
import io.magma.testing.Inputs;
import io.magma.testing.TinyModel;
import io.magma.torch.Autograd;
import io.magma.torch.TorchOps;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Adapters of all parts in a whole decoder: loss and gradients. */
class AdapterReferenceTest {
    private static final AdaptersConfig BOTH = new AdaptersConfig(
            Optional.of(new AdapterConfig(AdapterType.SEQUENTIAL, 4, false)),
            Optional.of(new AdapterConfig(AdapterType.SCALED_PARALLEL, 8, true)));

    @TempDir
    Path scratch;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void lossAndGradientsEqualTheReference() {
        FixedWeights trained = new FixedWeights(manager, true);
        CausalLm lm = TinyModel.GPTJ.languageModel(manager, scratch, new AdapterInserter(BOTH, trained, 32));
        JsonNode expected = Golden.of(TinyModel.GPTJ).root().path("adapters");
        NDArray loss = backward(lm);
        assertThat((double) loss.getFloat()).isCloseTo(expected.path("loss").doubleValue(), within(1e-3));
        assertThat(expected.path("gradients")).hasSizeGreaterThan(10);
        assertThat(trained.taken().keySet())
                .containsAll(() -> expected.path("gradients").fieldNames());
        for (Map.Entry<String, NDArray> e : trained.taken().entrySet()) {
            JsonNode gradient = expected.path("gradients").path(e.getKey());
            if (!gradient.isMissingNode()) {
                Golden golden = new Golden(expected);
                Close.assertClose(
                        e.getValue().getGradient().toFloatArray(),
                        golden.numbers("/gradients/" + e.getKey()),
                        1e-4,
                        1e-4);
            }
        }
    }

    @Test
    void gradientsEqualDifferencesOfTheLoss() {
        for (TinyModel model : List.of(TinyModel.GPT2, TinyModel.GPT_NEOX, TinyModel.LLAMA)) {
            FixedWeights trained = new FixedWeights(manager, true);
            CausalLm lm = model.languageModel(manager, scratch, new AdapterInserter(BOTH, trained, 32));
            backward(lm);
            for (String name : new String[] {"0.mlp.down.weight", "1.mlp.up.bias", "0.attention.scale"}) {
                NDArray parameter = Objects.requireNonNull(trained.taken().get(name));
                float[] gradient = parameter.getGradient().toFloatArray();
                float[] values = parameter.toFloatArray();
                double length = 0;
                for (float g : gradient) {
                    length += (double) g * g;
                }
                // Along the gradient the loss changes by its squared length.
                double step = 2e-3 / Math.sqrt(length);
                double slope =
                        (moved(lm, parameter, values, gradient, step) - moved(lm, parameter, values, gradient, -step))
                                / (2 * step);
                moved(lm, parameter, values, gradient, 0);
                assertThat(slope / length).as(model + " " + name).isCloseTo(1, within(0.02));
            }
        }
    }

    private double moved(CausalLm lm, NDArray parameter, float[] values, float[] direction, double step) {
        float[] at = new float[values.length];
        for (int i = 0; i < at.length; i++) {
            at[i] = (float) (values[i] + step * direction[i]);
        }
        TorchOps.copyInto(parameter, manager.create(at, parameter.getShape()));
        return loss(lm).getFloat();
    }

    private NDArray backward(CausalLm lm) {
        return Autograd.recording(() -> {
            NDArray loss = loss(lm);
            Autograd.backward(loss, 1);
            return loss;
        });
    }

    private NDArray loss(CausalLm lm) {
        NDArray ids = Inputs.tokenIds(manager, 2, 9, 61);
        NDArray hidden = lm.hidden(lm.embed(TorchOps.narrow(ids, 1, 0, 8)));
        return lm.crossEntropySum(
                hidden.reshape(16, lm.config().hiddenSize()),
                TorchOps.contiguous(TorchOps.narrow(ids, 1, 1, 8)).flatten());
    }
}
