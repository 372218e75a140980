package io.magma.train.distributed;

import com.sun.jna.Function;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import io.magma.config.ConfigException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The functions of MPI that are used here, in the binary interface of Open MPI 4 and 5 ({@code libmpi.so.40}).
 *
 * <p>Handles of MPI are pointers to global variables there; in MPICH and its relatives they are numbers, so their libraries are
 * refused. All waiting functions are the nonblocking ones: MPI itself would wait for ever.
 */
final class MpiLibrary {
    /** Variable with the library's file, where it has another name. */
    static final String LIBRARY_VARIABLE = "MAGMA_MPI_LIBRARY";

    private static final String LIBRARY = "libmpi.so.40";
    /** {@code RTLD_NOW | RTLD_GLOBAL}: the library's plug-ins look for its symbols. */
    private static final int OPEN_FLAGS = 0x102;

    private static final int THREAD_SERIALIZED = 2;
    private static final int VERSION_BYTES = 8192;
    private static final int ERROR_BYTES = 2048;
    private static final Pointer IN_PLACE = new Pointer(1);
    private static final Pointer IGNORE = Pointer.NULL;
    private static final int ANY_SOURCE = -1;

    /** Element types. */
    enum ElementType {
        FLOAT32("ompi_mpi_float", Float.BYTES),
        FLOAT64("ompi_mpi_double", Double.BYTES),
        INT64("ompi_mpi_int64_t", Long.BYTES),
        BYTE("ompi_mpi_byte", 1);

        private final String symbol;
        private final int bytes;

        ElementType(String symbol, int bytes) {
            this.symbol = symbol;
            this.bytes = bytes;
        }

        int bytes() {
            return bytes;
        }
    }

    private final NativeLibrary library;
    private final Pointer world;
    private final Map<String, Function> functions = new ConcurrentHashMap<>();

    private MpiLibrary(NativeLibrary library) {
        this.library = library;
        this.world = symbol("ompi_mpi_comm_world");
    }

    /**
     * Loads the library; joins nothing yet.
     *
     * @throws ConfigException if it is not there, or is not Open MPI
     */
    static MpiLibrary load(Map<String, String> env) {
        String file = env.getOrDefault(LIBRARY_VARIABLE, LIBRARY);
        NativeLibrary library;
        try {
            library = NativeLibrary.getInstance(file, Map.of(Library.OPTION_OPEN_FLAGS, OPEN_FLAGS));
        } catch (UnsatisfiedLinkError e) {
            throw new ConfigException(file + ": cannot be loaded; several processes need Open MPI 4 or 5 (Debian:"
                    + " openmpi-bin), on LD_LIBRARY_PATH or named by " + LIBRARY_VARIABLE);
        }
        Memory text = new Memory(VERSION_BYTES);
        library.getFunction("MPI_Get_library_version").invokeInt(new Object[] {text, new IntByReference()});
        String version = text.getString(0).lines().findFirst().orElse("").replaceAll("\\s+", " ");
        if (!version.startsWith("Open MPI")) {
            throw new ConfigException(file + ": is " + version
                    + "; only Open MPI is supported, whose mpirun must also start the processes");
        }
        return new MpiLibrary(library);
    }

    private Pointer symbol(String name) {
        return library.getGlobalVariableAddress(name);
    }

    private void call(String name, Object... arguments) {
        int code = functions.computeIfAbsent(name, library::getFunction).invokeInt(arguments);
        if (code != 0) {
            Memory text = new Memory(ERROR_BYTES);
            library.getFunction("MPI_Error_string").invokeInt(new Object[] {code, text, new IntByReference()});
            throw new DistributedException(name + " failed: " + text.getString(0));
        }
    }

    private int number(String name, Object... arguments) {
        IntByReference result = new IntByReference();
        Object[] all = java.util.Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = result;
        call(name, all);
        return result.getValue();
    }

    /** Joins the other processes; errors are returned from now on, not fatal. */
    void init() {
        call("MPI_Init_thread", Pointer.NULL, Pointer.NULL, THREAD_SERIALIZED, new IntByReference());
        call("MPI_Comm_set_errhandler", world, symbol("ompi_mpi_errors_return"));
    }

    int rank() {
        return number("MPI_Comm_rank", world);
    }

    int size() {
        return number("MPI_Comm_size", world);
    }

    /** Begins to replace {@code buffer} by its sum over all processes. */
    MpiRequest sum(Pointer buffer, int count, ElementType type) {
        MpiRequest request = new MpiRequest();
        call(
                "MPI_Iallreduce",
                IN_PLACE,
                buffer,
                count,
                symbol(type.symbol),
                symbol("ompi_mpi_op_sum"),
                world,
                request.handle());
        return request;
    }

    /** Begins to replace {@code buffer} by that of {@code root}. */
    MpiRequest broadcast(Pointer buffer, int count, ElementType type, int root) {
        MpiRequest request = new MpiRequest();
        call("MPI_Ibcast", buffer, count, symbol(type.symbol), root, world, request.handle());
        return request;
    }

    /** Begins to collect {@code count} elements of each process in {@code all}, where this process's are already. */
    MpiRequest gather(Pointer all, int count, ElementType type) {
        MpiRequest request = new MpiRequest();
        call(
                "MPI_Iallgather",
                IN_PLACE,
                count,
                symbol(type.symbol),
                all,
                count,
                symbol(type.symbol),
                world,
                request.handle());
        return request;
    }

    MpiRequest barrier() {
        MpiRequest request = new MpiRequest();
        call("MPI_Ibarrier", world, request.handle());
        return request;
    }

    /** Begins to send to one process. */
    MpiRequest send(Pointer buffer, int bytes, int to, int tag) {
        MpiRequest request = new MpiRequest();
        call("MPI_Isend", buffer, bytes, symbol(ElementType.BYTE.symbol), to, tag, world, request.handle());
        return request;
    }

    /** Begins to receive from one process. */
    MpiRequest receive(Pointer buffer, int bytes, int from, int tag) {
        MpiRequest request = new MpiRequest();
        call("MPI_Irecv", buffer, bytes, symbol(ElementType.BYTE.symbol), from, tag, world, request.handle());
        return request;
    }

    /** Whether any process has sent something with {@code tag} that has not been received yet. */
    boolean arrived(int tag) {
        IntByReference flag = new IntByReference();
        call("MPI_Iprobe", ANY_SOURCE, tag, world, flag, IGNORE);
        return flag.getValue() != 0;
    }

    /** Whether it is done; moves it on. */
    boolean test(MpiRequest request) {
        if (!request.done()) {
            IntByReference flag = new IntByReference();
            call("MPI_Test", request.handle(), flag, IGNORE);
            request.mark(flag.getValue() != 0);
        }
        return request.done();
    }

    /** Whether all are done; moves them on. */
    boolean test(List<MpiRequest> requests) {
        boolean all = true;
        for (MpiRequest request : requests) {
            all &= test(request);
        }
        return all;
    }

    void finish() {
        call("MPI_Finalize");
    }
}
