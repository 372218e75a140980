package io.magma.offload;

import ai.djl.ndarray.NDArray;
import io.magma.torch.TorchOps;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Copies by a thread of its own, one block after the other: for a device that has computed what it was asked when a call returns. */
final class ThreadTransfer implements BlockTransfer {
    private static final int SECONDS_FOR_ONE_BLOCK = 60;

    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread copier = new Thread(task, "block-transfer");
        copier.setDaemon(true);
        return copier;
    });
    private final Map<Integer, Future<?>> running;

    ThreadTransfer(int slots) {
        running = new HashMap<>(slots);
    }

    @Override
    public NDArray hosted(NDArray tensor) {
        return tensor;
    }

    @Override
    public void start(int slot, HostedBlock block) {
        running.put(slot, thread.submit(() -> copy(block)));
    }

    private static void copy(HostedBlock block) {
        for (HostedBlock.Tensor tensor : block.tensors()) {
            if (Thread.currentThread().isInterrupted()) {
                return; // closed: nobody waits for it
            }
            TorchOps.copyInto(tensor.device(), tensor.host());
        }
    }

    @Override
    public void await(int slot) {
        Future<?> copy = running.get(slot);
        if (copy == null) {
            throw new IllegalStateException("nothing was copied into slot " + slot);
        }
        try {
            copy.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OffloadException("interrupted while a block of the language model was copied", e);
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNull(e.getCause());
            throw new OffloadException(
                    "a block of the language model could not be copied from host memory: " + firstLine(cause), cause);
        }
    }

    // libtorch appends its own stack trace.
    private static String firstLine(Throwable failure) {
        return failure.toString().lines().findFirst().orElseThrow();
    }

    @Override
    public void close() {
        thread.shutdownNow();
        boolean interrupted = false;
        try {
            // The tensors are freed next, so the one that is being copied has to be done.
            if (!thread.awaitTermination(SECONDS_FOR_ONE_BLOCK, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a block is still being copied after " + SECONDS_FOR_ONE_BLOCK + " s");
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
