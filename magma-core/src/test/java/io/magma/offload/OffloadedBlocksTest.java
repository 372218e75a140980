package io.magma.offload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which blocks are copied when, on the way there and back. */
class OffloadedBlocksTest {
    private final NDManager manager = NDManager.newBaseManager("PyTorch");
    private final List<Integer> started = new ArrayList<>();

    @AfterEach
    void close() {
        manager.close();
    }

    private OffloadedBlocks blocks(int count, int slots) {
        OffloadedBlocks blocks = new OffloadedBlocks(new Recording(), manager, slots);
        for (int block = 0; block < count; block++) {
            blocks.admit(block, "weight", manager.create(new float[] {block}));
        }
        return blocks;
    }

    private List<Integer> copiedBy(OffloadedBlocks blocks, int... used) {
        started.clear();
        IntStream.of(used).forEach(blocks::use);
        return List.copyOf(started);
    }

    private static int[] there(int count) {
        return IntStream.range(0, count).toArray();
    }

    private static int[] back(int count) {
        return IntStream.range(0, count).map(i -> count - 1 - i).toArray();
    }

    @Test
    void oneSlotCopiesEachBlockWhenItIsNeeded() {
        OffloadedBlocks blocks = blocks(4, 1);
        assertThat(copiedBy(blocks, there(4))).containsExactly(0, 1, 2, 3);
        assertThat(copiedBy(blocks, back(4))).containsExactly(2, 1, 0);
    }

    @Test
    void twoSlotsAreOneBlockAheadBothWays() {
        OffloadedBlocks blocks = blocks(5, 2);
        assertThat(copiedBy(blocks, 0)).containsExactly(0, 1);
        assertThat(copiedBy(blocks, 1)).containsExactly(2);
        assertThat(copiedBy(blocks, 2, 3)).containsExactly(3, 4);
        assertThat(copiedBy(blocks, 4)).isEmpty();
        // 4 and 3 are there still.
        assertThat(copiedBy(blocks, 4)).isEmpty();
        assertThat(copiedBy(blocks, 3)).containsExactly(2);
        assertThat(copiedBy(blocks, 2, 1)).containsExactly(1, 0);
        assertThat(copiedBy(blocks, 0)).isEmpty();
        // So are 0 and 1, with which the next step begins.
        assertThat(copiedBy(blocks, 0)).isEmpty();
        assertThat(copiedBy(blocks, 1)).containsExactly(2);
    }

    @Test
    void severalUsesOfABlockAreOne() {
        OffloadedBlocks blocks = blocks(4, 2);
        assertThat(copiedBy(blocks, 0, 0, 1, 1, 2, 2, 3, 3)).containsExactly(0, 1, 2, 3);
        assertThat(copiedBy(blocks, 3, 3, 2, 2, 1, 1, 0, 0)).containsExactly(1, 0);
    }

    @Test
    void aStepWithManySlotsCopiesWhatDoesNotFitTwice() {
        OffloadedBlocks blocks = blocks(28, 20);
        copiedBy(blocks, there(28));
        copiedBy(blocks, back(28));
        assertThat(copiedBy(blocks, there(28))).hasSize(8);
        assertThat(copiedBy(blocks, back(28))).hasSize(8);
    }

    @Test
    void passesForwardFollowEachOther() {
        OffloadedBlocks blocks = blocks(4, 2);
        copiedBy(blocks, there(4));
        blocks.expect(0);
        assertThat(copiedBy(blocks, there(4))).containsExactly(1, 2, 3);
        assertThat(blocks.holdsAll()).isFalse();
    }

    @Test
    void blocksThatAllFitAreCopiedOnce() {
        for (int slots : new int[] {3, 5}) {
            OffloadedBlocks blocks = blocks(3, slots);
            assertThat(blocks.holdsAll()).isTrue();
            assertThat(copiedBy(blocks, there(3))).containsExactly(0, 1, 2);
            assertThat(copiedBy(blocks, back(3))).isEmpty();
        }
    }

    @Test
    void blocksOfOneSlotShareItsTensors() {
        OffloadedBlocks blocks = new OffloadedBlocks(new Recording(), manager, 2);
        NDArray first = blocks.admit(0, "weight", manager.create(new float[3]));
        NDArray second = blocks.admit(1, "weight", manager.create(new float[3]));
        assertThat(blocks.admit(2, "weight", manager.create(new float[3]))).isSameAs(first);
        assertThat(blocks.admit(3, "weight", manager.create(new float[3]))).isSameAs(second);
        NDArray other = manager.create(new float[4]);
        assertThatThrownBy(() -> blocks.admit(4, "weight", other))
                .hasMessage("block 4: weight is FLOAT32 (4), in other blocks FLOAT32 (3)");
    }

    private final class Recording implements BlockTransfer {
        @Override
        public NDArray hosted(NDArray tensor) {
            return tensor;
        }

        @Override
        public void start(int slot, HostedBlock block) {
            started.add(block.number());
        }

        @Override
        public void await(int slot) {}

        @Override
        public void close() {}
    }
}
