package io.magma.train.distributed;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import io.magma.config.ConfigException;
import java.util.Map;

/**
 * The functions of NCCL 2 that are used here ({@code nccl.h}).
 *
 * <p>They are put on the default stream, on which libtorch computes too: what it did before is done before them, and what it does
 * afterwards waits for them.
 */
final class NcclLibrary {
    /** Variable with the library's file, where it has another name. */
    static final String LIBRARY_VARIABLE = "MAGMA_NCCL_LIBRARY";

    private static final String LIBRARY = "libnccl.so.2";
    /** {@code ncclFloat32}. */
    private static final int FLOAT32 = 7;
    /** {@code ncclSum}. */
    private static final int SUM = 0;

    private static final Pointer DEFAULT_STREAM = Pointer.NULL;

    /** {@code ncclUniqueId}, by which processes find each other. */
    @Structure.FieldOrder("internal")
    public static final class UniqueId extends Structure implements Structure.ByValue {
        /** Its size in bytes. */
        static final int BYTES = 128;

        /** Opaque. */
        public byte[] internal = new byte[BYTES];
    }

    private final NativeLibrary library;

    private NcclLibrary(NativeLibrary library) {
        this.library = library;
    }

    /**
     * Loads the library.
     *
     * @throws ConfigException if it is not there
     */
    static NcclLibrary load(Map<String, String> env) {
        String file = env.getOrDefault(LIBRARY_VARIABLE, LIBRARY);
        try {
            return new NcclLibrary(NativeLibrary.getInstance(file));
        } catch (UnsatisfiedLinkError e) {
            throw new ConfigException(
                    file + ": cannot be loaded; several processes with GPUs need NCCL 2, on LD_LIBRARY_PATH"
                            + " or named by " + LIBRARY_VARIABLE);
        }
    }

    private void call(String name, Object... arguments) {
        int code = library.getFunction(name).invokeInt(arguments);
        if (code != 0) {
            throw new DistributedException(name + " failed: "
                    + library.getFunction("ncclGetErrorString").invokeString(new Object[] {code}, false));
        }
    }

    /** Version as a number: 22304 is 2.23.4. */
    int version() {
        IntByReference version = new IntByReference();
        call("ncclGetVersion", version);
        return version.getValue();
    }

    /** A new id, which rank 0 makes and tells the others. */
    UniqueId uniqueId() {
        UniqueId id = new UniqueId();
        call("ncclGetUniqueId", id.getPointer());
        id.read();
        return id;
    }

    /** Joins the other processes with the current CUDA device; returns the communicator when all have. */
    Pointer join(int size, UniqueId id, int rank) {
        PointerByReference communicator = new PointerByReference();
        call("ncclCommInitRank", communicator, size, id, rank);
        return communicator.getValue();
    }

    /** Holds what follows back until {@link #end}, so that it becomes one operation. */
    void begin() {
        call("ncclGroupStart");
    }

    void end() {
        call("ncclGroupEnd");
    }

    /** Replaces float32 numbers in device memory by their sum over all processes. */
    void sum(Pointer buffer, long count, Pointer communicator) {
        call("ncclAllReduce", buffer, buffer, count, FLOAT32, SUM, communicator, DEFAULT_STREAM);
    }

    /** Replaces float32 numbers in device memory by those of {@code root}. */
    void broadcast(Pointer buffer, long count, int root, Pointer communicator) {
        call("ncclBroadcast", buffer, buffer, count, FLOAT32, root, communicator, DEFAULT_STREAM);
    }

    void leave(Pointer communicator) {
        call("ncclCommDestroy", communicator);
    }
}
