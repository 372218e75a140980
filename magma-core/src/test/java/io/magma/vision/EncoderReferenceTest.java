package io.magma.vision;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.testing.Close;
import io.magma.testing.Golden;
import io.magma.testing.Inputs;
import io.magma.testing.TinyModel;
import io.magma.torch.Dtype;
import io.magma.torch.TorchOps;
import io.magma.weights.LoadedWeights;
import io.magma.weights.WeightFiles;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The encoders, loaded from a folder, against float64 from formulas in Python. */
class EncoderReferenceTest {
    @TempDir
    Path scratch;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @CsvSource({"0, patches_0", "1, patches_1", "2, patches_2", "3, patches_3", "-1, patches_3", "-2, patches_2"})
    void patchesAreTheHiddenStateOfALayer(int layer, String expected) {
        ImageEncoder vit = vit(OptionalInt.empty(), false, layer);
        assertThat(vit.positions()).isEqualTo(16);
        check(vit, "/" + expected);
    }

    @Test
    void pooledIsTheProjectedClassToken() {
        ImageEncoder vit = vit(OptionalInt.empty(), true, -1);
        assertThat(vit.channels()).isEqualTo(20);
        check(vit, "/pooled");
    }

    @Test
    void positionsAreStretchedToAnotherResolution() {
        check(vit(OptionalInt.of(48), false, -2), "/larger_patches");
        check(vit(OptionalInt.of(48), true, -2), "/larger_pooled");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void resNetWithStoredAndWithBatchStatistics(boolean batch) {
        ImageEncoderFolder folder = ImageEncoderFolder.open(TinyModel.CLIP_RESNET.writeFolder(scratch));
        LoadedWeights weights = new LoadedWeights(WeightFiles.open(folder.path()), manager, Dtype.FLOAT32);
        BatchStatistics mode = new BatchStatistics();
        ImageEncoder resNet = folder.buildResNet(weights, weights, OptionalInt.empty(), mode);
        weights.requireComplete(folder::ignores);
        mode.use(batch);
        Close.assertClose(
                resNet.forward(Inputs.pixels(manager, 2, 64)).toFloatArray(),
                Golden.of(TinyModel.CLIP_RESNET).numbers(batch ? "/batch" : "/stored"),
                1e-4,
                1e-4);
    }

    /** bfloat16 keeps 8 bits: through five blocks a few per cent of the largest feature are what it can do. */
    @Test
    void resNetComputesInBfloat16OverFloat32Weights() {
        ImageEncoderFolder folder = ImageEncoderFolder.open(TinyModel.CLIP_RESNET.writeFolder(scratch));
        LoadedWeights weights = new LoadedWeights(WeightFiles.open(folder.path()), manager, Dtype.FLOAT32);
        ImageEncoder resNet = folder.buildResNet(weights, weights, OptionalInt.empty(), new BatchStatistics());

        NDArray features = resNet.forward(TorchOps.cast(Inputs.pixels(manager, 2, 64), Dtype.BFLOAT16));

        assertThat(TorchOps.dtype(features)).isEqualTo(Dtype.BFLOAT16);
        float[] expected = Golden.of(TinyModel.CLIP_RESNET).numbers("/stored");
        float largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        Close.assertClose(TorchOps.cast(features, Dtype.FLOAT32).toFloatArray(), expected, 0, 0.04 * largest);
    }

    private ImageEncoder vit(OptionalInt resolution, boolean pooled, int layer) {
        ImageEncoderFolder folder = ImageEncoderFolder.open(TinyModel.CLIP_VIT.writeFolder(scratch));
        LoadedWeights weights = new LoadedWeights(WeightFiles.open(folder.path()), manager, Dtype.FLOAT32);
        ImageEncoder vit = folder.buildVit(weights, resolution, pooled, layer);
        weights.requireComplete(folder::ignores);
        return vit;
    }

    private void check(ImageEncoder vit, String expected) {
        Close.assertClose(
                vit.forward(Inputs.pixels(manager, 2, vit.resolution())).toFloatArray(),
                Golden.of(TinyModel.CLIP_VIT).numbers(expected),
                2e-5,
                2e-5);
    }
}
