package io.magma.contrastive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.magma.torch.Dtype;
import io.magma.weights.TrainableWeights;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TransformerTowerTest {
    private static final int END = 0;
    private final NDManager manager = NDManager.newBaseManager();
    private final TrainableWeights weights = new TrainableWeights(manager, 3);
    private final TransformerTower tower = new TransformerTower(weights, 20, 6, 2, 16, 4, 8, Dtype.FLOAT32);

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void aTextInABatchIsEmbeddedAsIfAlone() {
        int[] longText = {3, 4, 5, 6, END};
        int[] shortText = {7, END};
        NDArray both = embed(longText, shortText);
        assertThat(both.getShape()).isEqualTo(new Shape(2, 8));
        assertThat(both.get(0).toFloatArray()).containsExactly(embed(longText).toFloatArray(), within(1e-6f));
        assertThat(both.get(1).toFloatArray()).containsExactly(embed(shortText).toFloatArray(), within(1e-6f));
    }

    @Test
    void aTextThatIsTooLongIsCutBeforeItsEnd() {
        int[] tooLong = {1, 2, 3, 4, 5, 6, 7, END};
        assertThat(embed(tooLong).toFloatArray())
                .containsExactly(embed(new int[] {1, 2, 3, 4, 5, END}).toFloatArray());
    }

    @Test
    void orderMatters() {
        assertThat(embed(new int[] {1, 2, END}).toFloatArray())
                .isNotEqualTo(embed(new int[] {2, 1, END}).toFloatArray());
    }

    @Test
    void namesOfItsTensors() {
        assertThat(weights.parameters().keySet())
                .contains(
                        "token_embedding.weight",
                        "position_embedding.weight",
                        "blocks.1.attention.qkv.weight",
                        "blocks.0.mlp.down.bias",
                        "final_norm.weight",
                        "projection.weight")
                .hasSize(2 + 2 * 12 + 3);
    }

    private NDArray embed(int[]... texts) {
        return tower.forward(TokenBatch.of(List.of(texts), 6, manager));
    }
}
