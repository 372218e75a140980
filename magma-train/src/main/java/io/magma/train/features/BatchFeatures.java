package io.magma.train.features;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
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
                parts.add(made(pictures, pixels, scratch));
            }
            long fresh = 0;
            long kept = parts.isEmpty() ? 0 : parts.get(0).getShape().get(0);
            long[] places = new long[rows];
            NDList fetched = new NDList();
            for (int row = 0; row < rows; row++) {
                if (pictures.known()[row]) {
                    fetched.add(store.get(pictures.keys()[row], scratch));
                    places[row] = kept++;
                } else {
                    places[row] = fresh++;
                }
            }
            if (!fetched.isEmpty()) {
                parts.add(HostData.upload(scratch, joined(fetched)));
            }
            return TorchOps.selectRows(joined(parts), HostData.longs(scratch, places, rows));
        }));
    }

    /** Features of the pictures that are not known, in order; on a GPU keeping them waits for it, once a batch. */
    private NDArray made(BatchPictures pictures, float[] pixels, NDManager scratch) {
        NDArray features = model.imageFeatures(model.pixels(pixels, scratch));
        NDArray onCpu = HostFeatures.onCpu(features);
        long place = 0;
        for (int row = 0; row < pictures.keys().length; row++) {
            if (!pictures.known()[row]) {
                store.put(pictures.keys()[row], TorchOps.narrow(onCpu, 0, place++, 1));
            }
        }
        return features;
    }

    private static NDArray joined(NDList parts) {
        return parts.size() == 1 ? parts.get(0) : NDArrays.concat(parts, 0);
    }
}
