package io.magma.train.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.torch.Autograd;
import io.magma.train.distributed.SingleProcess;
import io.magma.train.distributed.ThreadCollective;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GradientsTest {
    private static NDArray parameter(NDManager manager) {
        NDArray p = manager.create(new float[] {1, 2});
        p.setRequiresGradient(true);
        return p;
    }

    private static void use(NDArray parameter, float gradient) {
        Autograd.backward(Autograd.recording(() -> parameter.mul(gradient).sum()), 1);
    }

    @Test
    void aParameterThatOneRankUsedIsSteppedOnAll() throws Exception {
        List<Map<String, float[]>> ranks = ThreadCollective.run(2, collective -> {
            try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
                Map<String, NDArray> parameters = new LinkedHashMap<>();
                List.of("both", "one", "none").forEach(name -> parameters.put(name, parameter(manager)));
                use(parameters.getOrDefault("both", manager.create(0f)), 1 + collective.rank());
                if (collective.rank() == 1) {
                    use(parameters.getOrDefault("one", manager.create(0f)), 5);
                }
                Map<String, float[]> seen = new LinkedHashMap<>();
                try (Gradients gradients = Gradients.reduce(manager, parameters, collective)) {
                    parameters.forEach(
                            (name, p) -> gradients.of(name, p, false).ifPresent(g -> seen.put(name, g.toFloatArray())));
                }
                return seen;
            }
        });
        for (Map<String, float[]> rank : ranks) {
            assertThat(rank).containsOnlyKeys("both", "one");
            assertThat(rank.get("both")).containsExactly(3, 3);
            assertThat(rank.get("one")).containsExactly(5, 5);
        }
    }

    @Test
    void clippingScalesToTheNormAndReportsTheOneBefore() {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            Map<String, NDArray> parameters = Map.of("p", parameter(manager));
            parameters.values().forEach(p -> use(p, 3));
            try (Gradients gradients = Gradients.reduce(manager, parameters, SingleProcess.INSTANCE)) {
                assertThat(new GradientClipper(0).clip(gradients)).isCloseTo(Math.sqrt(18), within(1e-6));
                assertThat(new GradientClipper(100).clip(gradients)).isCloseTo(Math.sqrt(18), within(1e-6));
                new GradientClipper(1).clip(gradients);
                assertThat(gradients.norm()).isCloseTo(1, within(1e-6));
            }
        }
    }

    @Test
    void zeroedGradientsDoNotAddUp() {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            NDArray p = parameter(manager);
            use(p, 3);
            use(p, 1);
            assertThat(p.getGradient().toFloatArray()).containsExactly(4, 4);
            Gradients.zero(List.of(p));
            use(p, 1);
            assertThat(p.getGradient().toFloatArray()).containsExactly(1, 1);
        }
    }
}
