package io.magma.train.features;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.torch.Scope;
import io.magma.torch.TorchOps;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Features in the memory of this process, outside the Java heap. */
final class MemoryFeatures implements FeatureStore {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryFeatures.class);

    private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    private final Map<String, NDArray> kept = new ConcurrentHashMap<>();
    private final long limit;
    private long bytes;
    private boolean full;

    /** Room for {@code limit} bytes. */
    MemoryFeatures(long limit) {
        this.limit = limit;
    }

    @Override
    public boolean contains(String key) {
        return kept.containsKey(key);
    }

    @Override
    public NDArray get(String key, NDManager target) {
        NDArray copy = TorchOps.contiguous(
                Objects.requireNonNull(kept.get(key), () -> "asked for features that are not kept: " + key));
        copy.attach(target);
        return copy;
    }

    @Override
    public void put(String key, NDArray features) {
        long size = features.size() * TorchOps.dtype(features).bytes();
        if (contains(key) || full) {
            return;
        }
        if (bytes + size > limit) {
            full = true;
            LOG.info("feature cache: full with {} pictures; the others are encoded each time", kept.size());
            return;
        }
        NDArray copy = TorchOps.contiguous(features);
        copy.attach(manager);
        Scope.release(copy);
        kept.put(key, copy);
        bytes += size;
    }

    @Override
    public void close() {
        kept.clear();
        manager.close();
    }
}
