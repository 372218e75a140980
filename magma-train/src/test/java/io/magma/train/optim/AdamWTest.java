package io.magma.train.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.config.OptimizerConfig;
import io.magma.config.OptimizerType;
import io.magma.torch.Autograd;
import io.magma.train.distributed.SingleProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class AdamWTest {
    private static final OptimizerConfig CONFIG = new OptimizerConfig(
            OptimizerType.ADAMW, 0.01, OptionalDouble.empty(), List.of(0.9, 0.95), 1e-3, 0.1, 0, 1.0);

    private final Map<String, NDArray> parameters = new LinkedHashMap<>();

    @Test
    void followsPyTorchStepByStep() throws IOException {
        JsonNode golden = golden();
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            golden.get("start").fieldNames().forEachRemaining(name -> {
                NDArray p = array(manager, golden, golden.get("start"), name);
                p.setRequiresGradient(true);
                parameters.put(name, p);
            });
            AdamW optimizer = new AdamW(ParameterGroups.of(parameters, CONFIG), CONFIG, manager);
            GradientClipper clipper = new GradientClipper(CONFIG.maxGradNorm());
            UpdateGuard guard = UpdateGuard.lasting(manager);
            for (JsonNode step : golden.get("steps")) {
                step.get("grads").fieldNames().forEachRemaining(name -> giveGradient(manager, golden, step, name));
                double factor = step.get("lr_factor").doubleValue();
                try (Gradients gradients = Gradients.reduce(manager, parameters, guard, SingleProcess.INSTANCE)) {
                    DeviceNorms norms = clipper.clip(gradients, manager);
                    guard.include(norms);
                    assertThat(norms.onHost(FloatBuffer.wrap(norms.values().toFloatArray()))
                                    .total())
                            .isCloseTo(step.get("norm").doubleValue(), within(1e-5));
                    optimizer.step(gradients, peak -> peak * factor, guard);
                }
                Gradients.zero(parameters.values());
                parameters.forEach((name, p) -> assertThat(p.toFloatArray())
                        .as(name)
                        .containsExactly(floats(step.get("params").get(name)), within(1e-6f)));
            }
            assertThat(scalar(optimizer, "step.a.weight")).isEqualTo(6);
            assertThat(scalar(optimizer, "step.b.weight")).isEqualTo(4);
            assertThat(scalar(optimizer, "step.unused.weight")).isZero();
        }
    }

    private static float scalar(AdamW optimizer, String name) {
        return Objects.requireNonNull(optimizer.state().get(name)).getFloat();
    }

    // The gradient of sum(p * g) with respect to p is g.
    private void giveGradient(NDManager manager, JsonNode golden, JsonNode step, String name) {
        NDArray g = array(manager, golden, step.get("grads"), name);
        NDArray p = Objects.requireNonNull(parameters.get(name));
        Autograd.backward(Autograd.recording(() -> g.mul(p).sum()), 1);
    }

    private static NDArray array(NDManager manager, JsonNode golden, JsonNode values, String name) {
        JsonNode dims = golden.get("shapes").get(name);
        long[] shape = new long[dims.size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = dims.get(i).longValue();
        }
        return manager.create(floats(values.get(name)), new Shape(shape));
    }

    private static float[] floats(JsonNode values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i).floatValue();
        }
        return floats;
    }

    private static JsonNode golden() throws IOException {
        try (InputStream in = AdamWTest.class.getResourceAsStream("adamw-torch1.13.json")) {
            return new ObjectMapper().readTree(in);
        }
    }
}
