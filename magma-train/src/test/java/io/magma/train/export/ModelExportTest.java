package io.magma.train.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDManager;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.magma.config.ConfigException;
import io.magma.inference.MagmaTranslatorFactory;
import io.magma.inference.Prompt;
import io.magma.inference.VisionLanguageModel;
import io.magma.multimodal.ModelFolderException;
import io.magma.multimodal.ModelManifest;
import io.magma.testing.TinyRunFiles;
import io.magma.weights.StateDict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders for inference out of a short run. */
class ModelExportTest {
    private static final Prompt PROMPT = Prompt.image(TinyRunFiles.picture(2)).thenText("word");

    @TempDir
    private Path dir;

    private Path run;
    private List<Float> expected;

    @BeforeEach
    void train() throws IOException {
        run = TinyRun.train(dir);
        expected = scores(run);
    }

    private static List<Float> scores(Path folder) {
        try (VisionLanguageModel model = VisionLanguageModel.load(folder, Device.cpu())) {
            return model.score(PROMPT, List.of("cat", " b")).stream()
                    .flatMap(s -> Stream.of(s.tokenLogProbabilities()[0], (float) s.logProbability()))
                    .toList();
        }
    }

    @Test
    void aFolderThatRefersToItsFrozenPartsIsTheRun() throws IOException {
        Path out = dir.resolve("model");
        ModelManifest manifest = ModelExport.write(run, out, false, false);

        assertThat(scores(out)).isEqualTo(expected);
        assertThat(manifest.step()).isEqualTo(3);
        assertThat(manifest.probes()).hasSize(4);
        assertThat(manifest.tensors().get("trainable")).isEqualTo(2 * (4 + 4) + 2); // adapters, projection
        VisionLanguageModel.loadVerified(out, Device.cpu()).close();
        try (Stream<Path> files = Files.list(out)) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "config.yml",
                            "trainable.safetensors",
                            "magma.json",
                            "serving.properties",
                            "preprocessor_config.json",
                            "vocab.json",
                            "merges.txt");
        }

        Files.move(dir.resolve("gpt2"), dir.resolve("elsewhere"));
        assertThatThrownBy(() -> scores(out))
                .isInstanceOf(ModelFolderException.class)
                .hasMessageContaining("which the model refers to, is missing")
                .message()
                .hasLineCount(1);
    }

    @Test
    void aFullFolderNeedsNothingElse() throws Exception {
        ModelExport.write(run.resolve("checkpoints/step-00000003"), dir.resolve("model"), false, true);
        Path moved = Files.move(dir.resolve("model"), dir.resolve("moved"));
        for (String part : List.of("gpt2", "clip_resnet", "out", "data")) {
            Files.move(dir.resolve(part), dir.resolve("gone-" + part));
        }
        assertThat(scores(moved)).isEqualTo(expected);

        Criteria<Prompt, String> criteria = Criteria.builder()
                .setTypes(Prompt.class, String.class)
                .optModelPath(moved)
                .optTranslatorFactory(new MagmaTranslatorFactory())
                .optDevice(Device.cpu())
                .build();
        String answer;
        try (VisionLanguageModel model = VisionLanguageModel.load(moved, Device.cpu())) {
            answer = model.generate(PROMPT);
        }
        try (ZooModel<Prompt, String> model = criteria.loadModel();
                Predictor<Prompt, String> predictor = model.newPredictor()) {
            assertThat(predictor.predict(PROMPT)).isEqualTo(answer);
        }
    }

    @Test
    void whatWasChangedIsRefused() throws IOException {
        Path out = dir.resolve("model");
        ModelExport.write(run, out, false, true);
        Path weights = out.resolve("trainable.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 2] ^= 1;
        Files.write(weights, bytes);
        assertThatThrownBy(() -> scores(out))
                .isInstanceOf(ModelFolderException.class)
                .hasMessageEndingWith("trainable.safetensors is not the file that was exported");

        Files.delete(weights);
        assertThatThrownBy(() -> scores(out))
                .isInstanceOf(ModelFolderException.class)
                .hasMessageEndingWith("trainable.safetensors, is missing");
    }

    @Test
    void changedFrozenWeightsAndTakenFoldersAreRefusedAndLeaveNothing() throws IOException {
        Path out = Files.createDirectories(dir.resolve("taken"));
        Files.writeString(out.resolve("file"), "");
        assertThatThrownBy(() -> ModelExport.write(run, out, false, false))
                .isInstanceOf(ConfigException.class)
                .hasMessageEndingWith("taken: exists already");
        assertThatThrownBy(() -> ModelExport.write(dir.resolve("data"), dir.resolve("m"), false, false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("not a run or a checkpoint");

        Path weights = dir.resolve("gpt2/model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 2] ^= 1;
        Files.write(weights, bytes);
        assertThatThrownBy(() -> ModelExport.write(run, dir.resolve("model"), false, true))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("frozen weights are not those");
        try (Stream<Path> files = Files.list(dir)) {
            assertThat(files.map(f -> f.getFileName().toString())).noneMatch(f -> f.contains("model"));
        }
    }

    @Test
    void theMovingAveragesCanBeExported() throws IOException {
        assertThatThrownBy(() -> ModelExport.write(run, dir.resolve("none"), true, false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("training.ema_decay");
        Path averaged = TinyRun.train(
                dir.resolve("ema"), "training.ema_decay=0.5", "checkpoint.dir=" + dir.resolve("averaged"));
        ModelExport.write(averaged, dir.resolve("exported"), true, false);
        Path checkpoint = averaged.resolve("checkpoints/step-00000003");
        try (NDManager manager = NDManager.newBaseManager()) {
            StateDict exported = StateDict.load(dir.resolve("exported/trainable.safetensors"), manager);
            StateDict optimizer = StateDict.load(checkpoint.resolve("optimizer.safetensors"), manager);
            StateDict last = StateDict.load(checkpoint.resolve("trainable.safetensors"), manager);
            String name = "image_prefix.proj.weight";
            float[] values = exported.get(name).orElseThrow().toFloatArray();
            assertThat(values)
                    .isEqualTo(optimizer.get("ema." + name).orElseThrow().toFloatArray());
            assertThat(values).isNotEqualTo(last.get(name).orElseThrow().toFloatArray());
        }
    }
}
