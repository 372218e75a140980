package io.magma.train.run;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.config.DataConfig;
import io.magma.config.ModelConfig;
import io.magma.config.SourceConfig;
import io.magma.multimodal.BatchLayout;
import io.magma.multimodal.ModelLoader;
import io.magma.multimodal.MultimodalModel;
import io.magma.torch.Autograd;
import io.magma.train.data.BatchLoaders;
import io.magma.train.data.FileBytes;
import io.magma.train.data.HostBatch;
import io.magma.train.data.RankShare;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Scores every sample of a data source under a model. */
public final class SampleScorer implements AutoCloseable {
    private final ModelConfig config;
    private final MultimodalModel model;
    private final long seed;

    /**
     * Loads a model.
     *
     * @param seed seed of start values that no file gives
     * @param trained safetensors file of trained tensors, which wins over {@code model.init}
     * @throws io.magma.weights.WeightsException if weights are missing or do not fit
     */
    public SampleScorer(ModelConfig config, Device device, long seed, Optional<Path> trained) {
        this.config = config;
        this.seed = seed;
        this.model = ModelLoader.load(config, device, seed, trained);
        model.training(false);
    }

    /**
     * Scores a source in its order.
     *
     * @param batchSize samples at a time, at least 1
     * @param each gets every score as soon as it is known
     * @throws io.magma.train.data.DataException if a sample cannot be read or is too long
     */
    public void score(SourceConfig source, int batchSize, Consumer<SampleScore> each) {
        BatchLoaders loaders = new BatchLoaders(
                new DataConfig(List.of(source), List.of(source), 1, OptionalInt.empty(), false, 0, 1),
                LanguageModelParts.rowEncoder(model),
                config.imageEncoder().map(c -> LanguageModelParts.pixelReader(model, c)),
                seed);
        for (HostBatch batch : loaders.evaluation().fromStart(new RankShare(0, 1, batchSize), 0)) {
            score(batch, source.path().file(), each);
        }
    }

    private void score(HostBatch batch, Path data, Consumer<SampleScore> each) {
        BatchLayout layout = new LanguageModelObjective(model).layout(batch);
        float[] losses;
        try (NDManager scratch = model.manager().newSubManager()) {
            Optional<NDArray> pixels =
                    layout.images() == 0 ? Optional.empty() : batch.pixels().map(p -> model.pixels(p, scratch));
            losses = Autograd.frozen(() -> model.losses(layout, pixels, scratch).toFloatArray());
        }
        long[] labels = layout.labels();
        int at = 0;
        for (int row = 0; row < batch.size(); row++) {
            // Without a picture nothing predicts the first token of a row.
            int first = Math.max(batch.lossStart()[row], hasImage(batch, row) ? 0 : 1);
            int count = batch.tokens()[row].length - first;
            int[] tokens = new int[count];
            double[] logprobs = new double[count];
            for (int i = 0; i < count; i++, at++) {
                tokens[i] = Math.toIntExact(labels[at]);
                logprobs[i] = -losses[at];
            }
            each.accept(new SampleScore(name(batch, row, data), tokens, logprobs));
        }
    }

    private static boolean hasImage(HostBatch batch, int row) {
        return batch.pixels().isPresent() && batch.samples().get(row).image().isPresent();
    }

    // Pictures are named from the data folder on, so that results do not depend on where it lies.
    private static String name(HostBatch batch, int row, Path data) {
        if (batch.samples().isEmpty()) {
            return batch.ids().get(row);
        }
        Path root = data.toAbsolutePath().normalize();
        return batch.samples()
                .get(row)
                .image()
                .filter(FileBytes.class::isInstance)
                .map(image -> ((FileBytes) image).file())
                .map(file -> file.toAbsolutePath().normalize())
                .filter(file -> !root.equals(file) && file.startsWith(root) && !isShard(file))
                .map(file -> (root.getFileName() + "/" + root.relativize(file)).replace('\\', '/'))
                .orElseGet(() -> batch.ids().get(row));
    }

    private static boolean isShard(Path file) {
        return file.toString().endsWith(".tar");
    }

    @Override
    public void close() {
        model.close();
    }
}
