package io.magma.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import io.magma.torch.TensorMemory;

/**
 * Gives pages of a mapped file back once they have been copied, so that a model that is converted while it is loaded does not
 * lie in memory twice. They would be read from the file again if anybody asked.
 *
 * <p>A hint for Linux; elsewhere, and for types other than float32, nothing happens.
 */
final class MappedPages {
    /** {@code MADV_DONTNEED} of Linux. */
    private static final int DONT_NEED = 4;

    private MappedPages() {}

    /** The part of the C library that is called. */
    interface C extends Library {
        /** Bytes of a page of memory. */
        int getpagesize();

        /** Advises the system about a range of memory. */
        int madvise(Pointer start, NativeLong length, int advice);
    }

    /** Gives back the whole pages within {@code mapped}, which must be a view of a mapped file. */
    static void release(NDArray mapped) {
        if (!Platform.isLinux() || mapped.getDevice().isGpu() || mapped.getDataType() != DataType.FLOAT32) {
            return;
        }
        long page = Loaded.C_LIBRARY.getpagesize();
        long address = Pointer.nativeValue(TensorMemory.address(mapped));
        long first = (address + page - 1) / page * page;
        long end = (address + mapped.size() * Float.BYTES) / page * page;
        if (end > first) {
            // What it answers does not matter: nothing but memory depends on it.
            Loaded.C_LIBRARY.madvise(new Pointer(first), new NativeLong(end - first), DONT_NEED);
        }
    }

    private static final class Loaded {
        static final C C_LIBRARY = Native.load("c", C.class);
    }
}
