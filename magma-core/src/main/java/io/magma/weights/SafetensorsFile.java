package io.magma.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import io.magma.torch.Dtype;
import io.magma.torch.Scope;
import io.magma.torch.TorchOps;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.Map;

/**
 * A safetensors file mapped into memory: its tensors are slices of the mapping, paged in when first touched and shared with
 * other processes until somebody writes to them.
 *
 * <p>Closing it leaves the tensors valid; the mapping goes when the last of them does.
 */
public final class SafetensorsFile implements AutoCloseable {
    private final SafetensorsHeader header;
    private final NDManager manager;
    private final long fileBytes;
    private final Map<Dtype, NDArray> mappings = new EnumMap<>(Dtype.class);

    private SafetensorsFile(SafetensorsHeader header, NDManager manager) {
        this.header = header;
        this.manager = manager;
        this.fileBytes = header.dataStart()
                + header.tensors().values().stream()
                        .mapToLong(TensorInfo::end)
                        .max()
                        .orElse(0);
    }

    /**
     * Opens {@code file}.
     *
     * @param manager owns the tensors, which are on the CPU whatever its device is
     * @throws WeightsException if it is not a well-formed safetensors file
     */
    public static SafetensorsFile open(Path file, NDManager manager) {
        return new SafetensorsFile(Safetensors.readHeader(file), manager);
    }

    /** The checked header. */
    public SafetensorsHeader header() {
        return header;
    }

    /**
     * The tensor of this name, in the type it has in the file.
     *
     * @return a slice of the mapped file, or a copy where its bytes are not aligned to its elements; attached to the manager
     * @throws WeightsException if there is none
     */
    public NDArray tensor(String name) {
        TensorInfo info = header.tensor(name)
                .orElseThrow(() -> new WeightsException(header.file(), "has no tensor '" + name + "'"));
        long start = header.dataStart() + info.begin();
        NDArray tensor;
        if (info.size() == 0) {
            tensor = empty(info);
        } else if (start % info.dtype().bytes() == 0) {
            long first = start / info.dtype().bytes();
            NDIndex range = new NDIndex("{}:{}", first, first + info.size());
            tensor = Scope.keep(() -> mapping(info.dtype()).get(range).reshape(info.shape()));
        } else {
            tensor = copy(info, start);
        }
        Scope.release(tensor);
        return tensor;
    }

    @Override
    public void close() {
        mappings.values().forEach(NDArray::close);
        mappings.clear();
    }

    private NDArray mapping(Dtype dtype) {
        return mappings.computeIfAbsent(dtype, d -> {
            NDArray flat = TorchOps.fromFile(manager, header.file(), fileBytes / d.bytes(), d);
            Scope.release(flat);
            return flat;
        });
    }

    private NDArray empty(TensorInfo info) {
        return Scope.keep(() -> switch (info.dtype()) {
            case FLOAT16, BFLOAT16, FLOAT32 -> TorchOps.cast(manager.zeros(info.shape()), info.dtype());
            case BOOL, UINT8, INT8, INT16, INT32, INT64, FLOAT64 -> manager.zeros(info.shape(), djlType(info));
        });
    }

    private NDArray copy(TensorInfo info, long start) {
        ByteBuffer bytes = read(info, start);
        if (info.dtype() != Dtype.BFLOAT16) {
            return manager.create(bytes, info.shape(), djlType(info));
        }
        // DJL cannot create bfloat16: its bits are the upper half of a float32's, so the cast back loses nothing.
        ByteBuffer wide = ByteBuffer.allocateDirect(Math.toIntExact(info.size() * Float.BYTES))
                .order(ByteOrder.nativeOrder());
        while (bytes.hasRemaining()) {
            wide.putInt(bytes.getShort() << 16);
        }
        wide.flip();
        return Scope.keep(() -> TorchOps.cast(manager.create(wide, info.shape(), DataType.FLOAT32), Dtype.BFLOAT16));
    }

    private ByteBuffer read(TensorInfo info, long start) {
        if (info.size() > Integer.MAX_VALUE / Math.max(Float.BYTES, info.dtype().bytes())) {
            throw new WeightsException(
                    header.file(),
                    "tensor '" + info.name() + "' is too large to be copied, which its unaligned offset requires");
        }
        ByteBuffer bytes = ByteBuffer.allocateDirect((int) info.bytes()).order(ByteOrder.nativeOrder());
        try (FileChannel channel = FileChannel.open(header.file(), StandardOpenOption.READ)) {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, start + bytes.position()) < 0) {
                    throw new WeightsException(header.file(), "became shorter while it was read");
                }
            }
        } catch (IOException e) {
            throw new WeightsException(header.file(), "cannot be read: " + e.getMessage(), e);
        }
        return bytes.flip();
    }

    private DataType djlType(TensorInfo info) {
        return switch (info.dtype()) {
            case BOOL -> DataType.BOOLEAN;
            case UINT8 -> DataType.UINT8;
            case INT8 -> DataType.INT8;
            case INT32 -> DataType.INT32;
            case INT64 -> DataType.INT64;
            case FLOAT16 -> DataType.FLOAT16;
            case FLOAT32 -> DataType.FLOAT32;
            case FLOAT64 -> DataType.FLOAT64;
            case INT16, BFLOAT16 ->
                throw new WeightsException(
                        header.file(),
                        "tensor '" + info.name() + "': " + info.dtype().tag()
                                + " that is empty or at an unaligned offset is not supported");
        };
    }
}
