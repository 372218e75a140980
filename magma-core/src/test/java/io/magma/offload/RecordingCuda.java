package io.magma.offload;

import com.sun.jna.NativeLibrary;
import io.magma.testing.NativeStub;
import io.magma.torch.CudaDriver;
import java.io.IOException;
import java.nio.file.Path;

/** A library that writes down what the CUDA driver is asked, and does it as late as it may. */
final class RecordingCuda {
    private final NativeLibrary library;

    RecordingCuda(Path dir) throws IOException, InterruptedException {
        library = NativeLibrary.getInstance(
                NativeStub.compile(RecordingCuda.class, "recording_cuda.c", dir).toString());
    }

    CudaDriver driver() {
        return new CudaDriver(library);
    }

    /** The calls since this was last asked for. */
    String calls() {
        String calls = library.getFunction("recorded").invokeString(new Object[0], false);
        library.getFunction("forget").invokeVoid(new Object[0]);
        return calls;
    }

    void refuseLocks() {
        library.getFunction("refuse_locks").invokeVoid(new Object[0]);
    }

    int rangesLocked() {
        return library.getFunction("still_locked").invokeInt(new Object[0]);
    }
}
