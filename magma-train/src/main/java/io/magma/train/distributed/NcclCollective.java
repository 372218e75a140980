package io.magma.train.distributed;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import com.sun.jna.Pointer;
import io.magma.torch.CudaDriver;
import io.magma.torch.TensorMemory;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Processes with a GPU each: tensors on it are added up by NCCL, all else goes through the processes' {@code host} connection.
 *
 * <p>Whether all processes have come is found out by the host connection first, which gives up after a while; NCCL would wait for
 * ever.
 */
public final class NcclCollective implements Collective {
    private final Collective host;
    private final NcclLibrary nccl;
    private final Pointer communicator;
    private final Predicate<NDArray> served;

    /**
     * Joins the other processes.
     *
     * @param served which tensors NCCL can reach
     */
    NcclCollective(Collective host, NcclLibrary nccl, NcclLibrary.UniqueId id, Predicate<NDArray> served) {
        this.host = host;
        this.nccl = nccl;
        this.served = served;
        this.communicator = nccl.join(host.size(), id, host.rank());
    }

    /**
     * Joins the processes of {@code mpi} with a GPU.
     *
     * @throws io.magma.config.ConfigException if NCCL is not there
     */
    static NcclCollective join(MpiCollective mpi, Device gpu, Map<String, String> variables) {
        NcclLibrary nccl = NcclLibrary.load(variables);
        CudaDriver.load().makeCurrent(gpu.getDeviceId());
        NcclLibrary.UniqueId id = mpi.rank() == 0 ? nccl.uniqueId() : new NcclLibrary.UniqueId();
        id.write();
        mpi.broadcast(id.getPointer(), NcclLibrary.UniqueId.BYTES, 0);
        id.read();
        return new NcclCollective(mpi, nccl, id, array -> array.getDevice().isGpu());
    }

    @Override
    public int rank() {
        return host.rank();
    }

    @Override
    public int size() {
        return host.size();
    }

    @Override
    public void enter(int step) {
        host.enter(step);
    }

    @Override
    public void allReduceSum(List<NDArray> arrays) {
        Map<Boolean, List<NDArray>> parts = parts(arrays);
        host.allReduceSum(parts.getOrDefault(false, List.of()));
        exchange(
                parts.getOrDefault(true, List.of()),
                array -> nccl.sum(TensorMemory.address(array), array.size(), communicator));
    }

    @Override
    public void broadcast(List<NDArray> arrays, int root) {
        Map<Boolean, List<NDArray>> parts = parts(arrays);
        host.broadcast(parts.getOrDefault(false, List.of()), root);
        exchange(
                parts.getOrDefault(true, List.of()),
                array -> nccl.broadcast(TensorMemory.address(array), array.size(), root, communicator));
    }

    private Map<Boolean, List<NDArray>> parts(List<NDArray> arrays) {
        return arrays.stream().collect(Collectors.partitioningBy(served));
    }

    private void exchange(List<NDArray> arrays, Consumer<NDArray> operation) {
        DenseArrays.with(arrays, dense -> {
            host.barrier();
            nccl.begin();
            dense.forEach(operation);
            nccl.end();
        });
    }

    @Override
    public double allReduceSum(double value) {
        return host.allReduceSum(value);
    }

    @Override
    public long allReduceSum(long value) {
        return host.allReduceSum(value);
    }

    @Override
    public List<Long> allGather(long value) {
        return host.allGather(value);
    }

    @Override
    public void barrier() {
        host.barrier();
    }

    @Override
    public void close() {
        host.barrier();
        nccl.leave(communicator);
        host.close();
    }
}
