package io.magma.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.config.BatchNormMode;
import io.magma.config.Features;
import io.magma.config.ImageEncoderConfig;
import io.magma.config.WeightsOrigin;
import io.magma.hub.ModelFolders;
import io.magma.torch.Dtype;
import io.magma.weights.LoadedWeights;
import io.magma.weights.TrainableWeights;
import io.magma.weights.WeightContents;
import io.magma.weights.WeightFiles;
import io.magma.weights.WeightSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Builds the image encoder of a model from its folder: frozen, or trained from the folder's weights or from drawn ones. */
public final class ImageEncoderLoader {
    private static final String NAME = "image_encoder.";

    private final NDManager manager;
    private final TrainableWeights trainables;
    private final Map<String, NDArray> frozen = new LinkedHashMap<>();

    /**
     * Loads into a model.
     *
     * @param manager owns the frozen tensors
     * @param trainables the model's trained tensors; those of the encoder are {@code image_encoder.…}
     */
    public ImageEncoderLoader(NDManager manager, TrainableWeights trainables) {
        this.manager = manager;
        this.trainables = trainables;
    }

    /**
     * Builds the encoder.
     *
     * @param trained whether its weights are trained
     * @param dtype type in which the weights of the folder are held
     * @throws ImageEncoderException if the folder holds no encoder that is known
     * @throws io.magma.weights.WeightsException if its weights are not those of its configuration; all disagreements are listed
     */
    public LoadedEncoder load(ImageEncoderConfig config, boolean trained, Dtype dtype) {
        ImageEncoderFolder folder = ImageEncoderFolder.open(ModelFolders.of(config.path()));
        BatchStatistics statistics = new BatchStatistics();
        boolean moving = trained && config.batchNorm() == BatchNormMode.BATCH;
        ImageEncoder encoder = config.weights() == WeightsOrigin.RANDOM
                ? drawn(folder, config, statistics)
                : read(folder, config, trained, moving, dtype, statistics);
        return new LoadedEncoder(encoder, trained, statistics, moving);
    }

    /** Tensors of the encoder that training leaves as they are, by name. */
    public Map<String, NDArray> frozen() {
        return frozen;
    }

    private ImageEncoder drawn(ImageEncoderFolder folder, ImageEncoderConfig config, BatchStatistics statistics) {
        WeightSource drawn = trainables.within(NAME);
        return build(folder, config, true, drawn, drawn, statistics);
    }

    private ImageEncoder read(
            ImageEncoderFolder folder,
            ImageEncoderConfig config,
            boolean trained,
            boolean moving,
            Dtype dtype,
            BatchStatistics statistics) {
        WeightFiles opened = WeightFiles.open(folder.path());
        LoadedWeights files = new LoadedWeights(opened, manager, dtype, trainables.contents());
        WeightSource stored = files.within(ImageEncoderFolder.namePrefix(opened));
        WeightSource weights = stored;
        if (trained) {
            trainables.withFallback(NAME, stored);
            weights = trainables.within(NAME);
        }
        ImageEncoder encoder = build(folder, config, trained, weights, moving ? weights : stored, statistics);
        files.requireComplete(folder::ignores);
        // What is trained has been copied; the pages of its file are not needed any more.
        files.release(name -> !trained || (!moving && name.contains("running_")));
        files.taken().forEach((name, tensor) -> frozen.put(NAME + name, tensor));
        return encoder;
    }

    private ImageEncoder build(
            ImageEncoderFolder folder,
            ImageEncoderConfig config,
            boolean trained,
            WeightSource weights,
            WeightSource buffers,
            BatchStatistics statistics) {
        boolean pooled = config.features() == Features.POOLED;
        return switch (folder.kind()) {
            case CLIP_RESNET -> folder.buildResNet(weights, buffers, config.resolution(), statistics);
            case NF_RESNET ->
                // What has no values is not standardised either.
                folder.buildNfResNet(
                        weights,
                        trained || trainables.contents() == WeightContents.SHAPES,
                        config.resolution(),
                        pooled);
            case CLIP_VIT -> folder.buildVit(weights, config.resolution(), pooled, config.layer());
        };
    }
}
