package io.magma.weights.torchfile;

import ai.djl.ndarray.types.Shape;
import io.magma.torch.Dtype;
import io.magma.weights.WeightsException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds storages in an archive and makes checked views of them. */
final class StorageTable {
    /** Elements up to which a tensor may be larger than its storage, as expanded ones are. */
    private static final long MAX_EXPANDED = 1 << 24;

    private static final int MAX_DIMENSIONS = 64;
    private static final int PERSISTENT_ID_SIZE = 5;

    private final TorchArchive archive;
    private final Map<String, TorchStorage> storages = new HashMap<>();

    StorageTable(TorchArchive archive) {
        this.archive = archive;
    }

    WeightsException problem(String reason) {
        return new WeightsException(archive.file(), reason);
    }

    /** The storage of {@code ("storage", class, key, location, elements)}. */
    TorchStorage storage(Object id) {
        if (id instanceof PickleTuple tuple
                && tuple.items().size() >= PERSISTENT_ID_SIZE
                && "storage".equals(tuple.items().get(0))
                && tuple.items().get(1) instanceof PickleGlobal type
                && type.dtype().isPresent()
                && tuple.items().get(2) instanceof String key
                && tuple.items().get(4) instanceof Long elements) {
            Dtype dtype = type.dtype().get();
            return storages.computeIfAbsent(key + " " + dtype, k -> open(key, dtype, elements));
        }
        throw problem("refers to something that is not a storage");
    }

    private TorchStorage open(String key, Dtype dtype, long elements) {
        TorchArchive.Entry entry = archive.entry("data/" + key);
        if (elements < 0 || elements > Long.MAX_VALUE / dtype.bytes()) {
            throw problem("storage " + key + ": impossible size " + elements);
        }
        if (entry.region().bytes() != elements * dtype.bytes()) {
            throw problem("storage " + key + ": " + elements + " elements of " + dtype.tag() + " take "
                    + elements * dtype.bytes() + " bytes, but the archive holds "
                    + entry.region().bytes());
        }
        return new TorchStorage(key, dtype, elements, entry.region(), entry.crc());
    }

    /** The view that {@code (storage, offset, size, stride, …)} describes. */
    TorchTensor tensor(List<Object> arguments) {
        if (arguments.size() >= 4
                && arguments.get(0) instanceof TorchStorage storage
                && arguments.get(1) instanceof Long offset
                && arguments.get(2) instanceof PickleTuple size
                && arguments.get(3) instanceof PickleTuple stride) {
            return tensor(storage, offset, numbers(size), numbers(stride));
        }
        throw problem("holds a malformed tensor");
    }

    private TorchTensor tensor(TorchStorage storage, long offset, long[] size, long[] stride) {
        if (size.length != stride.length || size.length > MAX_DIMENSIONS || offset < 0) {
            throw problem("storage " + storage.key() + ": a tensor has " + size.length + " dimensions, " + stride.length
                    + " strides and offset " + offset);
        }
        try {
            long count = 1;
            long last = offset;
            for (int i = 0; i < size.length; i++) {
                count = Math.multiplyExact(count, size[i]);
                last = Math.addExact(last, Math.multiplyExact(Math.max(0, size[i] - 1), stride[i]));
            }
            if (count > 0 && last >= storage.elements()) {
                throw problem("storage " + storage.key() + ": a tensor reaches to element " + last + " of "
                        + storage.elements());
            }
            if (count > Math.max(storage.elements(), MAX_EXPANDED)) {
                throw problem("storage " + storage.key() + ": a tensor of " + count + " elements repeats its "
                        + storage.elements());
            }
        } catch (ArithmeticException e) {
            throw new WeightsException(archive.file(), "storage " + storage.key() + ": a tensor's shape overflows", e);
        }
        return new TorchTensor(storage, offset, new Shape(size), stride);
    }

    private long[] numbers(PickleTuple tuple) {
        return tuple.items().stream()
                .mapToLong(item -> {
                    if (item instanceof Long n && n >= 0) {
                        return n;
                    }
                    throw problem("a tensor's shape or stride is not made of natural numbers");
                })
                .toArray();
    }
}
