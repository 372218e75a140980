package io.magma.train.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.magma.config.ConfigException;
import io.magma.config.OptimizerConfig;
import io.magma.config.OptimizerType;
import io.magma.train.optim.ParameterTable.FrozenPart;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParameterGroupsTest {
    private final NDManager manager = NDManager.newBaseManager("PyTorch");
    private final Map<String, NDArray> trainable = new LinkedHashMap<>();

    @AfterEach
    void close() {
        manager.close();
    }

    private void add(String name, long... shape) {
        NDArray tensor = manager.ones(new Shape(shape));
        tensor.setRequiresGradient(true);
        trainable.put(name, tensor);
    }

    private static OptimizerConfig config(OptionalDouble encoderLr) {
        return new OptimizerConfig(OptimizerType.ADAMW, 8e-4, encoderLr, List.of(0.9, 0.95), 1e-8, 0.1, 0, 1.0);
    }

    @Test
    void splitsByRateAndDecay() {
        add("adapters.0.mlp.down.weight", 2, 8);
        add("adapters.0.mlp.down.bias", 2);
        add("adapters.0.mlp.norm.weight", 8);
        add("adapters.0.mlp.scale", 1);
        add("image_prefix.proj.weight", 8, 4);
        add("image_prefix.norm.bias", 8);
        add("image_encoder.conv1.weight", 4, 3, 1, 1);
        add("image_encoder.bn1.weight", 4);

        List<ParameterGroup> groups = ParameterGroups.of(trainable, config(OptionalDouble.of(2e-6)));

        assertThat(groups).extracting(ParameterGroup::lr).containsExactly(8e-4, 8e-4, 2e-6);
        assertThat(groups).extracting(ParameterGroup::weightDecay).containsExactly(0.1, 0.0, 0.0);
        assertThat(groups.get(0).parameters())
                .containsOnlyKeys("adapters.0.mlp.down.weight", "image_prefix.proj.weight");
        assertThat(groups.get(2).parameters())
                .containsOnlyKeys("image_encoder.conv1.weight", "image_encoder.bn1.weight");
    }

    @Test
    void encoderFallsBackToTheCommonRate() {
        add("image_encoder.conv1.weight", 4, 3, 1, 1);
        assertThat(ParameterGroups.of(trainable, config(OptionalDouble.empty())))
                .extracting(ParameterGroup::lr)
                .containsExactly(8e-4);
    }

    @Test
    void doesNotDecayVectorsAndEmbeddingsOfALanguageModel() {
        add("language_model.transformer.wte.weight", 16, 4);
        add("language_model.model.embed_tokens.weight", 16, 4);
        add("language_model.transformer.h.0.ln_1.weight", 4);
        add("language_model.transformer.h.0.mlp.c_fc.weight", 4, 16);
        List<ParameterGroup> groups = ParameterGroups.of(trainable, config(OptionalDouble.empty()));
        assertThat(groups.get(0).parameters()).containsOnlyKeys("language_model.transformer.h.0.mlp.c_fc.weight");
        assertThat(groups.get(1).parameters()).hasSize(3);
    }

    @Test
    void refusesToTrainNothing() {
        assertThatThrownBy(() -> ParameterGroups.of(trainable, config(OptionalDouble.empty())))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("nothing is trained");
    }

    @Test
    void refusesATensorWithoutGradient() {
        trainable.put("adapters.0.mlp.up.weight", manager.ones(new Shape(2, 2)));
        assertThatThrownBy(() -> ParameterGroups.of(trainable, config(OptionalDouble.empty())))
                .hasMessageContaining("adapters.0.mlp.up.weight");
    }

    @Test
    void tableShowsGroupsAndFrozenParts() {
        add("image_prefix.proj.weight", 100, 10);
        add("image_prefix.proj.bias", 100);
        String table = ParameterTable.render(
                ParameterGroups.of(trainable, config(OptionalDouble.empty())),
                List.of(new FrozenPart("language model", 12, 8900)));
        assertThat(table.lines())
                .containsExactly(
                        "parameter group           tensors       parameters           lr  weight decay",
                        "weights                         1            1,000     8.00e-04           0.1",
                        "biases, norms, scales           1              100     8.00e-04           0.0",
                        "language model                 12            8,900       frozen",
                        "trained: 1,100 of 10,000 parameters (11.00 %)");
    }
}
