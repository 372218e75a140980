package io.magma.train.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.torch.Autograd;
import io.magma.train.distributed.SingleProcess;
import io.magma.train.distributed.ThreadCollective;
import java.nio.FloatBuffer;
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

    private static Gradients reduced(NDManager manager, Map<String, NDArray> parameters) {
        return Gradients.reduce(manager, parameters, UpdateGuard.lasting(manager), SingleProcess.INSTANCE);
    }

    private static GradientNorms onHost(DeviceNorms norms) {
        return norms.onHost(FloatBuffer.wrap(norms.values().toFloatArray()));
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
                try (Gradients gradients =
                        Gradients.reduce(manager, parameters, UpdateGuard.lasting(manager), collective)) {
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
            try (Gradients gradients = reduced(manager, parameters)) {
                for (double max : new double[] {0, 100, 1}) {
                    assertThat(onHost(new GradientClipper(max).clip(gradients, manager))
                                    .total())
                            .isCloseTo(Math.sqrt(18), within(1e-6));
                }
                assertThat(onHost(gradients.norms(manager)).total()).isCloseTo(1, within(1e-6));
            }
        }
    }

    @Test
    void aNormThatIsNotFiniteClipsNothing() {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            Map<String, NDArray> parameters = Map.of("p", parameter(manager), "q", parameter(manager));
            float gradient = Float.POSITIVE_INFINITY;
            for (NDArray p : parameters.values()) {
                use(p, gradient);
                gradient = 3;
            }
            try (Gradients gradients = reduced(manager, parameters)) {
                new GradientClipper(1).clip(gradients, manager);
                assertThat(gradients.arrays()).extracting(NDArray::toFloatArray).contains(new float[] {3, 3});
            }
        }
    }

    @Test
    void everyPartHasItsNorm() {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            Map<String, NDArray> parameters = new LinkedHashMap<>();
            List.of("image_prefix.proj.weight", "adapters.0.mlp.up.weight", "adapters.1.mlp.up.weight", "unused.weight")
                    .forEach(name -> parameters.put(name, parameter(manager)));
            float gradient = 2;
            for (String name : List.copyOf(parameters.keySet()).subList(0, 3)) {
                use(parameters.getOrDefault(name, manager.create(0f)), gradient++);
            }
            try (Gradients gradients = reduced(manager, parameters)) {
                GradientNorms norms = onHost(gradients.norms(manager));
                // Two elements each, with gradients 2, 3 and 4.
                assertThat(norms.parts().keySet()).containsExactly("image_prefix", "adapters");
                assertThat(norms.parts().get("image_prefix")).isCloseTo(Math.sqrt(8), within(1e-6));
                assertThat(norms.parts().get("adapters")).isCloseTo(Math.sqrt(50), within(1e-6));
                assertThat(norms.total()).isCloseTo(Math.sqrt(58), within(1e-6));
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
