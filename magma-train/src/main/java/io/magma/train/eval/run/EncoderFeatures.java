package io.magma.train.eval.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.config.BatchNormMode;
import io.magma.config.ComputeDtype;
import io.magma.config.Features;
import io.magma.config.ImageEncoderConfig;
import io.magma.config.ModelPath;
import io.magma.config.WeightsOrigin;
import io.magma.multimodal.ImageInput;
import io.magma.torch.Autograd;
import io.magma.torch.Devices;
import io.magma.torch.Dtype;
import io.magma.torch.HostData;
import io.magma.torch.Scope;
import io.magma.torch.TorchOps;
import io.magma.train.data.DataException;
import io.magma.train.eval.task.TaskItem;
import io.magma.vision.ImageEncoder;
import io.magma.vision.ImageEncoderLoader;
import io.magma.weights.TrainableWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Features of pictures by an encoder that belongs to no language model: pooled where it pools, else the mean over its grid, in
 * float32.
 */
final class EncoderFeatures implements PictureFeatures.FeatureSource {
    private final NDManager manager = NDManager.newBaseManager(Devices.preferred(), "PyTorch");
    private final ImageEncoder encoder;
    private final ImageInput input;

    /**
     * Loads the encoder.
     *
     * @throws io.magma.vision.ImageEncoderException if the folder holds none that is known
     */
    EncoderFeatures(Path folder) {
        ImageEncoderConfig config = new ImageEncoderConfig(
                ModelPath.of(folder),
                false,
                Features.POOLED,
                -1,
                OptionalInt.empty(),
                WeightsOrigin.PRETRAINED,
                BatchNormMode.STORED,
                Optional.empty(),
                false,
                ComputeDtype.FLOAT32);
        encoder = new ImageEncoderLoader(manager, new TrainableWeights(manager, 0))
                .load(config, false, Dtype.FLOAT32)
                .encoder();
        input = ImageInput.of(config, encoder.resolution());
    }

    @Override
    public List<float[]> of(List<TaskItem> items) {
        int size = 3 * encoder.resolution() * encoder.resolution();
        float[] pixels = new float[items.size() * size];
        for (int i = 0; i < items.size(); i++) {
            System.arraycopy(pixels(items.get(i).image()), 0, pixels, i * size, size);
        }
        try (NDManager scratch = manager.newSubManager()) {
            float[] all = Autograd.frozen(() -> Scope.keep(() -> vectors(pixels, items.size(), scratch)))
                    .toFloatArray();
            int channels = all.length / items.size();
            List<float[]> vectors = new ArrayList<>();
            for (int i = 0; i < items.size(); i++) {
                vectors.add(Arrays.copyOfRange(all, i * channels, (i + 1) * channels));
            }
            return vectors;
        }
    }

    private NDArray vectors(float[] pixels, int pictures, NDManager scratch) {
        int side = encoder.resolution();
        NDArray features = encoder.forward(HostData.floats(scratch, pixels, pictures, 3, side, side));
        return encoder.pooled() ? features : TorchOps.meanPositions(features);
    }

    private float[] pixels(Path file) {
        try {
            return input.pixels(input.decode(Files.readAllBytes(file), file.toString()));
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
