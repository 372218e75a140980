package io.magma.offload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.magma.torch.CudaException;
import io.magma.torch.Dtype;
import io.magma.torch.TorchOps;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The calls of the CUDA driver, against a library that writes them down. What a driver does with them needs a GPU. */
class CudaTransferTest {
    @TempDir
    private Path dir;

    private final NDManager manager = NDManager.newBaseManager("PyTorch");
    private RecordingCuda cuda;

    @BeforeEach
    void compile() throws Exception {
        cuda = new RecordingCuda(dir);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void copiesWaitForTheirSlotAndBlocksForTheirCopy() {
        CudaTransfer transfer = new CudaTransfer(cuda.driver(), 3, 2);
        OffloadedBlocks blocks = new OffloadedBlocks(transfer, manager, 2);
        NDArray[] slots = new NDArray[3];
        for (int block = 0; block < 3; block++) {
            NDArray host = transfer.hosted(manager.create(new float[] {block, -block}));
            slots[block] = blocks.admit(block, "weight", host);
        }
        assertThat(slots[2]).isSameAs(slots[0]);
        assertThat(cuda.calls()).isEqualTo("""
                init 0
                device 3
                retain 43
                current 143
                stream, flags 1
                event 0, flags 2
                event 1, flags 2
                event 2, flags 2
                lock 65536, flags 1
                lock 65536, flags 1
                lock 65536, flags 1
                """);
        blocks.use(0);
        assertThat(slots[0].toFloatArray()).containsExactly(0, 0);
        assertThat(cuda.calls()).isEqualTo("""
                default: event 0
                copies: wait for 0, flags 0
                copies: copy 8 bytes
                copies: event 1
                default: event 0
                copies: wait for 0, flags 0
                copies: copy 8 bytes
                copies: event 2
                default: wait for 1, flags 0
                """);
        blocks.use(1);
        // Block 2 is on its way into the slot of block 0 and has not come yet.
        assertThat(slots[0].toFloatArray()).containsExactly(0, 0);
        assertThat(slots[1].toFloatArray()).containsExactly(1, -1);
        blocks.use(2);
        assertThat(slots[2].toFloatArray()).containsExactly(2, -2);
        assertThat(cuda.calls()).isEqualTo("""
                default: event 0
                copies: wait for 0, flags 0
                copies: copy 8 bytes
                copies: event 1
                default: wait for 2, flags 0
                default: wait for 1, flags 0
                """);
        blocks.close();
        assertThat(cuda.calls()).isEqualTo("""
                synchronize copies
                destroy copies
                destroy event 1
                destroy event 2
                destroy event 0
                unlock
                unlock
                unlock
                """);
    }

    /** Odd sizes, types without a name in DJL, tensors on shared pages. */
    @Test
    void tensorsMoveToPagesOfTheirOwnAndKeepTheirBits() {
        try (PageLockedTensors memory = new PageLockedTensors(cuda.driver())) {
            cuda.driver().makeCurrent(0);
            NDArray numbers = manager.arange(0f, 33_000f, 1f, DataType.FLOAT32).reshape(3, 11_000);
            float[] expected = numbers.toFloatArray();
            NDArray rounded = TorchOps.cast(numbers, Dtype.BFLOAT16);
            float[] expectedRounded = TorchOps.cast(rounded, Dtype.FLOAT32).toFloatArray();
            NDArray bytes = manager.create(new byte[] {1, -2, 3}, new Shape(3));
            NDArray a = memory.moved(numbers);
            NDArray b = memory.moved(rounded);
            NDArray c = memory.moved(bytes);
            assertThat(cuda.rangesLocked()).isEqualTo(3);
            assertThat(a.toFloatArray()).isEqualTo(expected);
            assertThat(a.getShape().getShape()).containsExactly(3, 11_000);
            assertThat(TorchOps.dtype(b)).isEqualTo(Dtype.BFLOAT16);
            assertThat(TorchOps.cast(b, Dtype.FLOAT32).toFloatArray()).isEqualTo(expectedRounded);
            assertThat(c.toByteArray()).containsExactly(1, -2, 3);
            assertThat(cuda.calls()).contains("lock 196608, flags 1\nlock 131072, flags 1\nlock 65536, flags 1\n");
        }
        assertThat(cuda.rangesLocked()).isZero();
    }

    @Test
    void errorsAreNamed() {
        assertThatThrownBy(() -> new CudaTransfer(cuda.driver(), 9, 2))
                .isInstanceOf(CudaException.class)
                .hasMessage("cuDeviceGet failed with CUDA error 101 (invalid device ordinal)");
        CudaTransfer transfer = new CudaTransfer(cuda.driver(), 0, 2);
        cuda.refuseLocks();
        assertThatThrownBy(() -> transfer.hosted(manager.create(new float[20_000])))
                .isInstanceOf(CudaException.class)
                .hasMessage(
                        "model.language_model.offload: the host memory of a tensor of 128 KiB cannot be page-locked: "
                                + "cuMemHostRegister_v2 failed with CUDA error 2 (out of memory)");
        transfer.close();
    }
}
