package io.magma.train.eval.run;

import io.magma.train.eval.protocol.PictureSimilarity;
import io.magma.train.eval.task.TaskItem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Similarity by the features of an image encoder; each picture is encoded once. */
final class PictureFeatures implements PictureSimilarity {
    private static final int BATCH = 64;

    private final FeatureSource source;
    private final Map<Path, float[]> features = new HashMap<>();

    /** Similarity by what {@code source} gives, which is closed with it. */
    PictureFeatures(FeatureSource source) {
        this.source = source;
    }

    /** Makes features. */
    @FunctionalInterface
    interface FeatureSource extends AutoCloseable {
        /** A vector for each item's picture. */
        List<float[]> of(List<TaskItem> items);

        @Override
        default void close() {}
    }

    @Override
    public void close() {
        source.close();
    }

    @Override
    public double[] to(TaskItem query, List<TaskItem> pool) {
        add(List.of(query));
        add(pool);
        float[] own = of(query);
        return pool.stream().mapToDouble(item -> dot(own, of(item))).toArray();
    }

    private float[] of(TaskItem item) {
        float[] vector = features.get(item.image());
        if (vector == null) {
            throw new IllegalStateException("no features of " + item.image());
        }
        return vector;
    }

    private void add(List<TaskItem> items) {
        Map<Path, TaskItem> fresh = new HashMap<>();
        items.stream().filter(i -> !features.containsKey(i.image())).forEach(i -> fresh.putIfAbsent(i.image(), i));
        List<TaskItem> left = new ArrayList<>(fresh.values());
        for (int from = 0; from < left.size(); from += BATCH) {
            List<TaskItem> batch = left.subList(from, Math.min(left.size(), from + BATCH));
            List<float[]> vectors = source.of(batch);
            for (int i = 0; i < batch.size(); i++) {
                features.put(batch.get(i).image(), normalized(vectors.get(i)));
            }
        }
    }

    private static float[] normalized(float[] vector) {
        double length = Math.sqrt(dot(vector, vector));
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = length == 0 ? 0 : (float) (vector[i] / length);
        }
        return unit;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
