package io.magma.train.features;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.magma.multimodal.MultimodalModel;
import io.magma.torch.Autograd;
import io.magma.torch.HostData;
import io.magma.torch.Scope;
import io.magma.torch.TorchOps;
import io.magma.train.data.BatchPictures;

/** Features of the pictures of a batch: kept ones fetched, the others made and kept. */
public final class BatchFeatures {
    private final MultimodalModel model;
    private final FeatureStore store;

    /** Features of {@code model}'s encoder in {@code store}. */
    public BatchFeatures(MultimodalModel model, FeatureStore store) {
        this.model = model;
        this.store = store;
    }

    /**
     * Features of all pictures of a batch in order.
     *
     * @param pixels of the pictures that are not known, 3 * R * R floats each
     * @param scratch takes the result
     * @return (B, N, C), or (B, C) when pooled, in the type the encoder computes in, on the model's device
     */
    public NDArray of(BatchPictures pictures, float[] pixels, NDManager scratch) {
        return Autograd.frozen(() -> Scope.keep(() -> {
            int rows = pictures.keys().length;
            NDList parts = new NDList();
            if (pixels.length > 0) {
                parts.add(model.imageFeatures(model.pixels(pixels, scratch)));
            }
            long fresh = 0;
            long kept = parts.isEmpty() ? 0 : parts.get(0).getShape().get(0);
            long[] places = new long[rows];
            for (int row = 0; row < rows; row++) {
                String key = pictures.keys()[row];
                if (pictures.known()[row]) {
                    parts.add(onDevice(store.get(key, scratch), scratch));
                    places[row] = kept++;
                } else {
                    store.put(key, TorchOps.narrow(parts.get(0), 0, fresh, 1));
                    places[row] = fresh++;
                }
            }
            NDArray all = parts.size() == 1 ? TorchOps.contiguous(parts.get(0)) : NDArrays.concat(parts, 0);
            return TorchOps.selectRows(all, HostData.longs(scratch, places, rows));
        }));
    }

    private static NDArray onDevice(NDArray features, NDManager scratch) {
        if (!scratch.getDevice().isGpu()) {
            return features;
        }
        NDArray like = TorchOps.cast(scratch.zeros(new Shape(1)), TorchOps.dtype(features));
        return TorchOps.castLike(like, features);
    }
}
