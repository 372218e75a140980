package io.magma.train.distributed;

import ai.djl.ndarray.NDArray;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.magma.config.ConfigException;
import io.magma.train.distributed.MpiLibrary.ElementType;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * Processes that talk through MPI; tensors on the CPU, in place.
 *
 * <p>Used by one thread. Sums have the same bits on every process, and in every run with as many processes on machines of one
 * kind.
 */
public final class MpiCollective implements Collective {
    /** Pieces under way at a time: one is added up while the next travels; each takes as much memory again. */
    private static final int UNDER_WAY = 4;

    private final MpiLibrary mpi;
    private final int rank;
    private final int size;
    private final MpiWaiting waiting;

    private MpiCollective(MpiLibrary mpi, Duration timeout) {
        this.mpi = mpi;
        this.rank = mpi.rank();
        this.size = mpi.size();
        this.waiting = new MpiWaiting(mpi, rank, size, timeout);
    }

    /**
     * Joins the other processes; returns when all have.
     *
     * @param variables the environment, for the library's name
     * @param timeout how long a process waits for the others
     * @throws ConfigException if MPI is not there, is another one than that of the launcher, or is not Open MPI
     */
    static MpiCollective join(ProcessEnvironment environment, Map<String, String> variables, Duration timeout) {
        MpiLibrary mpi = MpiLibrary.load(variables);
        mpi.init();
        int size = mpi.size();
        if (size != environment.size()) {
            throw new ConfigException(environment.launcher() + " started " + environment.size()
                    + " processes, but MPI sees " + size + ": the launcher belongs to another MPI than the library ("
                    + MpiLibrary.LIBRARY_VARIABLE + " names another)");
        }
        return new MpiCollective(mpi, timeout);
    }

    @Override
    public int rank() {
        return rank;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void enter(int step) {
        waiting.enter(step);
    }

    @Override
    public void allReduceSum(List<NDArray> arrays) {
        exchange(arrays, piece -> mpi.sum(piece.memory(), piece.elements(), ElementType.FLOAT32));
    }

    @Override
    public void broadcast(List<NDArray> arrays, int root) {
        exchange(arrays, piece -> mpi.broadcast(piece.memory(), piece.elements(), ElementType.FLOAT32, root));
    }

    /** Begins the communication of a piece. */
    private interface Beginning {
        MpiRequest begin(FlatBuckets.Piece piece);
    }

    private void exchange(List<NDArray> arrays, Beginning beginning) {
        for (NDArray array : arrays) {
            if (array.getDevice().isGpu()) {
                throw new IllegalArgumentException("expected tensors on the CPU, got one on " + array.getDevice());
            }
        }
        DenseArrays.with(arrays, dense -> exchangeInPlace(dense, beginning));
    }

    private void exchangeInPlace(List<NDArray> arrays, Beginning beginning) {
        FlatBuckets buckets = new FlatBuckets(arrays);
        Deque<MpiRequest> underWay = new ArrayDeque<>();
        for (FlatBuckets.Piece piece : buckets.pieces()) {
            if (underWay.size() == UNDER_WAY) {
                finish(underWay.removeFirst());
            }
            underWay.addLast(beginning.begin(piece));
        }
        underWay.forEach(this::finish);
        buckets.unpack();
    }

    private void finish(MpiRequest request) {
        waiting.until(() -> mpi.test(request));
    }

    @Override
    public double allReduceSum(double value) {
        Memory number = new Memory(Double.BYTES);
        number.setDouble(0, value);
        finish(mpi.sum(number, 1, ElementType.FLOAT64));
        return number.getDouble(0);
    }

    @Override
    public long allReduceSum(long value) {
        Memory number = new Memory(Long.BYTES);
        number.setLong(0, value);
        finish(mpi.sum(number, 1, ElementType.INT64));
        return number.getLong(0);
    }

    @Override
    public List<Long> allGather(long value) {
        Memory numbers = new Memory((long) size * Long.BYTES);
        numbers.setLong((long) rank * Long.BYTES, value);
        finish(mpi.gather(numbers, 1, ElementType.INT64));
        return Arrays.stream(numbers.getLongArray(0, size)).boxed().toList();
    }

    /** Overwrites {@code bytes} with those of process {@code root}. */
    void broadcast(Pointer bytes, int count, int root) {
        finish(mpi.broadcast(bytes, count, ElementType.BYTE, root));
    }

    @Override
    public void barrier() {
        finish(mpi.barrier());
    }

    @Override
    public void close() {
        barrier();
        mpi.finish();
    }
}
