package io.magma.offload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ThreadTransferTest {
    @Test
    void closingWaitsForTheTensorThatIsCopiedAndDropsTheRest() {
        ThreadTransfer transfer = new ThreadTransfer(2);
        List<NDArray> to = new ArrayList<>();
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            for (int number = 0; number < 2; number++) {
                HostedBlock block = new HostedBlock(number);
                for (int i = 0; i < 8; i++) {
                    NDArray device = manager.zeros(new Shape(1 << 21));
                    to.add(device);
                    block.tensors().add(new HostedBlock.Tensor(manager.ones(new Shape(1 << 21)), device));
                }
                transfer.start(number, block);
            }
            transfer.close();
            // Whole tensors or nothing: none is being written to when they are freed.
            assertThat(to).allSatisfy(t -> assertThat(t.sum().getFloat()).isIn(0f, (float) (1 << 21)));
            HostedBlock another = new HostedBlock(2);
            assertThatThrownBy(() -> transfer.start(0, another)).isInstanceOf(RejectedExecutionException.class);
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(t -> t.getName().equals("block-transfer"));
    }

    @Test
    void awaitingWhatWasNeverStartedIsAMistake() {
        try (ThreadTransfer transfer = new ThreadTransfer(1)) {
            assertThatThrownBy(() -> transfer.await(0)).hasMessage("nothing was copied into slot 0");
        }
    }
}
