package io.magma.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.magma.config.FrozenDtype;
import io.magma.torch.Dtype;
import io.magma.torch.TorchOps;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What modules get while they are built, and how disagreements are reported. */
class WeightSourcesTest {
    private static final String AB = "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]},"
            + "\"n\":{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[12,16]}";
    private static final byte[] DATA = RawSafetensors.floats(1, 2, 3, 0);

    @TempDir
    Path dir;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private Path file(String name) {
        return RawSafetensors.write(dir.resolve(name), RawSafetensors.header(AB, 0), DATA);
    }

    @Test
    void loadsMappedOrCastAndSharesTiedTensors() {
        LoadedWeights plain = new LoadedWeights(WeightFiles.open(file("model.safetensors")), manager, Dtype.FLOAT32);
        NDArray a = plain.take("a", Initializer.ONES, 2);
        assertThat(a.toFloatArray()).containsExactly(1, 2);
        assertThat(plain.take("a", Initializer.ONES, 2)).isSameAs(a);
        assertThat(plain.within("b").has("")).isTrue();
        LoadedWeights half = new LoadedWeights(WeightFiles.open(dir), manager, Dtype.BFLOAT16);
        NDArray b = half.take("b", Initializer.ONES, 1);
        assertThat(TorchOps.dtype(b)).isEqualTo(Dtype.BFLOAT16);
        assertThat(TorchOps.cast(b, Dtype.FLOAT32).toFloatArray()).containsExactly(3);
        half.take("a", Initializer.ONES, 2);
        half.requireComplete("n"::equals);
        assertThat(half.taken()).containsOnlyKeys("a", "b");
    }

    @Test
    void reportsEverythingThatDoesNotFitInOneMessage() {
        Path file = file("model.safetensors");
        LoadedWeights source = new LoadedWeights(WeightFiles.open(file), manager, Dtype.FLOAT32);
        assertThat(source.take("a", Initializer.ONES, 2, 3).getShape()).isEqualTo(new Shape(2, 3));
        assertThat(source.take("c", Initializer.ONES, 1000, 1000).getShape()).isEqualTo(new Shape(1000, 1000));
        assertThat(source.take("n", Initializer.ONES).getShape()).isEqualTo(new Shape());
        assertThatThrownBy(() -> source.requireComplete(name -> false))
                .isInstanceOf(WeightsException.class)
                .hasMessage(file + ": does not fit the model: 1 missing: c; 1 unexpected: b; "
                        + "2 misshaped: a is (2), expected (2, 3), n is (1), expected ()");
    }

    @Test
    void listsAtMostTwentyNamesOfAKind() {
        LoadedWeights source = new LoadedWeights(WeightFiles.open(file("model.safetensors")), manager, Dtype.FLOAT32);
        for (int i = 0; i < 25; i++) {
            source.take("x" + i, Initializer.ONES, 1);
        }
        assertThatThrownBy(() -> source.requireComplete(name -> true))
                .hasMessageContaining("25 missing: x0, ")
                .hasMessageEndingWith("x19 and 5 more");
    }

    private static final String MATRICES = "\"m.weight\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[24,28]}";

    private LoadedWeights int8(float... values) {
        Path file = RawSafetensors.write(
                dir.resolve("int8.safetensors"), RawSafetensors.header(MATRICES, 0), RawSafetensors.floats(values));
        return LoadedWeights.frozen(WeightFiles.open(file), manager, FrozenDtype.INT8, WeightContents.VALUES);
    }

    @Test
    void holdsMatricesInEightBitsWhereAskedTo() {
        LoadedWeights rows = int8(254, 5, -3, 63.5f, -1, 0.3f, 9);
        Int8Matrix matrix = rows.within("m.").takeInt8("weight", 2, 3, false).orElseThrow();
        assertThat(matrix.values().toByteArray()).containsExactly(127, 2, -2, 127, -2, 1);
        assertThat(TorchOps.cast(matrix.scales(), Dtype.FLOAT32).toFloatArray()).containsExactly(2, 0.5f);
        assertThat(TorchOps.dtype(rows.take("b", Initializer.ONES, 1))).isEqualTo(Dtype.BFLOAT16);
        rows.requireComplete(name -> false);
        assertThat(rows.taken().keySet()).containsExactly("m.weight", "m.weight_scale", "b");
        // As GPT-2 stores it, a column is a row: 254 and 63.5 share nothing any more.
        Int8Matrix turned = int8(254, 5, -3, 63.5f, -1, 0.3f, 9)
                .takeInt8("m.weight", 3, 2, true)
                .orElseThrow();
        assertThat(turned.values().getShape()).isEqualTo(new Shape(3, 2));
        assertThat(turned.values().toByteArray()).containsExactly(127, 32, 127, -25, -127, 13);
        assertThat(new TrainableWeights(manager, 0).takeInt8("m.weight", 2, 3, false))
                .isEmpty();
    }

    @Test
    void refusesEightBitsOfWhatIsMissingMisshapedOrNotFinite() {
        LoadedWeights source = int8(254, 5, -3, 63.5f, -1, 0.3f, 9);
        assertThat(source.takeInt8("x", 2, 3, false)).isEmpty();
        assertThat(source.takeInt8("m.weight", 3, 2, false)).isEmpty();
        source.take("m.weight", Initializer.ONES, 3, 2);
        assertThatThrownBy(() -> source.requireComplete(name -> true))
                .hasMessageEndingWith("does not fit the model: 1 misshaped: m.weight is (2, 3), expected (3, 2)");
        assertThatThrownBy(() -> int8(1, 2, Float.NaN, 3, 4, 5, 6).takeInt8("m.weight", 2, 3, false))
                .isInstanceOf(WeightsException.class)
                .hasMessage(
                        dir.resolve("int8.safetensors") + ": tensor 'm.weight' is not finite, which int8 cannot hold");
    }

    @Test
    void opensShardsThroughTheirIndexAndNamesTheMissingOne() throws Exception {
        file("s1.safetensors");
        Path index = dir.resolve("model.safetensors.index.json");
        Files.writeString(index, "{\"weight_map\":{\"a\":\"s1.safetensors\",\"z\":\"s2.safetensors\"}}");
        assertThatThrownBy(() -> WeightFiles.open(dir)).hasMessage(index + ": missing shard s2.safetensors");
        RawSafetensors.write(
                dir.resolve("s2.safetensors"),
                RawSafetensors.header("\"z\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}", 0),
                RawSafetensors.floats(9));
        WeightFiles files = WeightFiles.open(dir);
        assertThat(files.tensors()).containsOnlyKeys("a", "b", "n", "z");
        assertThat(files.files()).hasSize(2);
        LoadedWeights source = new LoadedWeights(files, manager, Dtype.FLOAT32);
        assertThat(source.take("z", Initializer.ONES, 1).toFloatArray()).containsExactly(9);
        assertThat(source.take("a", Initializer.ONES, 2).toFloatArray()).containsExactly(1, 2);
        Files.writeString(index, "{\"weight_map\":{\"q\":\"s1.safetensors\"}}");
        assertThatThrownBy(() -> WeightFiles.open(dir)).hasMessageContaining("'q' is not in s1.safetensors");
        Files.writeString(index, "{\"weight_map\":{\"q\":\"../s1.safetensors\"}}");
        assertThatThrownBy(() -> WeightFiles.open(dir)).hasMessageContaining("expected a file name");
        Files.writeString(index, "{}");
        assertThatThrownBy(() -> WeightFiles.open(dir)).hasMessageContaining("has no weight_map");
    }

    @Test
    void saysWhatIsWrongWithAFolderWithoutSafetensors() throws Exception {
        assertThatThrownBy(() -> WeightFiles.open(dir)).hasMessageContaining("has neither model.safetensors nor");
        Files.createFile(dir.resolve("pytorch_model.bin"));
        assertThatThrownBy(() -> WeightFiles.open(dir)).hasMessageContaining("has only pytorch_model.bin");
        assertThatThrownBy(() -> WeightFiles.open(dir.resolve("x"))).hasMessageContaining("no such file or folder");
    }

    @Test
    void drawsBySeedAndNameWhateverTheOrder() {
        TrainableWeights first = new TrainableWeights(manager, 7);
        float[] p = first.take("p", Initializer.ADAPTER, 8).toFloatArray();
        float[] q = first.within("q.").take("w", Initializer.ADAPTER, 8).toFloatArray();
        TrainableWeights second = new TrainableWeights(manager, 7);
        assertThat(second.take("q.w", Initializer.ADAPTER, 8).toFloatArray()).isEqualTo(q);
        NDArray again = second.take("p", Initializer.ADAPTER, 8);
        assertThat(again.toFloatArray()).isEqualTo(p).isNotEqualTo(q);
        assertThat(second.take("p", Initializer.ONES, 8)).isSameAs(again);
        assertThat(again.hasGradient()).isTrue();
        assertThat(new TrainableWeights(manager, 8)
                        .take("p", Initializer.ADAPTER, 8)
                        .toFloatArray())
                .isNotEqualTo(p);
        assertThat(second.takeBuffer("s", Initializer.ONES, 1).hasGradient()).isFalse();
        assertThat(second.parameters()).containsOnlyKeys("q.w", "p");
        assertThat(second.buffers()).containsOnlyKeys("s");
        assertThat(second.stateDict().names()).containsExactly("q.w", "p", "s");
    }

    @Test
    void startsFromThePretrainedPartAsACopy() throws Exception {
        Path file = file("model.safetensors");
        LoadedWeights pretrained = new LoadedWeights(WeightFiles.open(file), manager, Dtype.FLOAT32);
        TrainableWeights weights = new TrainableWeights(manager, 0).withFallback("enc.", pretrained);
        NDArray a = weights.take("enc.a", Initializer.ZEROS, 2);
        assertThat(weights.has("enc.b")).isTrue();
        assertThat(weights.has("b")).isFalse();
        TorchOps.copyInto(a, manager.create(new float[] {5, 6}));
        assertThat(pretrained.take("a", Initializer.ZEROS, 2).toFloatArray()).containsExactly(1, 2);
        weights.take("enc.missing", Initializer.ONES, 1);
        assertThatThrownBy(() -> pretrained.requireComplete(n -> true)).hasMessageContaining("1 missing: missing");
    }

    @Test
    void initialValuesWinAndMustFitExactly() {
        LoadedWeights pretrained =
                new LoadedWeights(WeightFiles.open(file("model.safetensors")), manager, Dtype.FLOAT32);
        StateDict initial = new StateDict(
                Path.of("init.safetensors"),
                Map.of(
                        "enc.a",
                        TorchOps.cast(manager.create(new float[] {8, 9}), Dtype.BFLOAT16),
                        "wrong",
                        manager.zeros(new Shape(3)),
                        "extra",
                        manager.zeros(new Shape(3))));
        TrainableWeights weights =
                new TrainableWeights(manager, 0, Optional.of(initial)).withFallback("enc.", pretrained);
        assertThat(weights.take("enc.a", Initializer.ZEROS, 2).toFloatArray()).containsExactly(8, 9);
        assertThat(weights.takeBuffer("enc.b", Initializer.ZEROS, 1).toFloatArray())
                .containsExactly(3);
        weights.take("wrong", Initializer.ZEROS, 2);
        weights.take("new", Initializer.ZEROS, 2);
        pretrained.requireComplete("n"::equals);
        assertThatThrownBy(weights::requireComplete)
                .hasMessage("init.safetensors: does not fit the model: 1 missing: new; 1 unexpected: extra; "
                        + "1 misshaped: wrong is (3), expected (2)");
    }
}
