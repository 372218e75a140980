package io.magma.train.export;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import io.magma.config.ConfigException;
import io.magma.config.ConfigLoader;
import io.magma.config.InferenceConfig;
import io.magma.config.ModelConfig;
import io.magma.config.ModelPath;
import io.magma.config.ObjectiveConfig;
import io.magma.hub.ModelFolders;
import io.magma.image.ImageProcessorConfig;
import io.magma.inference.ModelProbes;
import io.magma.multimodal.ImageInput;
import io.magma.multimodal.ModelFile;
import io.magma.multimodal.ModelFolder;
import io.magma.multimodal.ModelLoader;
import io.magma.multimodal.ModelManifest;
import io.magma.multimodal.MultimodalModel;
import io.magma.text.Tokenizers;
import io.magma.train.checkpoint.Provenance;
import io.magma.train.checkpoint.StagedFolder;
import io.magma.weights.TensorHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a model folder for inference out of a checkpoint: trained tensors, {@code config.yml}, tokenizer and image processor
 * files, {@code serving.properties} for DJL and {@code magma.json}; frozen parts are referred to or copied.
 *
 * <p>The folder is loaded again before it is put in place: every tensor must be bit-equal to the run's, and scores and greedy
 * tokens of fixed prompts the same. A folder that fails is not left behind.
 */
public final class ModelExport {
    private static final double TOLERANCE = 1e-6;
    private static final String LANGUAGE_MODEL = "language_model";
    private static final String IMAGE_ENCODER = "image_encoder";

    private final ExportSource source;
    private final Path trained;
    private final boolean full;

    private ModelExport(ExportSource source, Path trained, boolean full) {
        this.source = source;
        this.trained = trained;
        this.full = full;
    }

    /**
     * Exports.
     *
     * @param run checkpoint folder, or run folder, which stands for its latest checkpoint
     * @param out is made; must not exist, unless empty
     * @param averaged whether the moving averages of the trained weights are exported in their place
     * @param full whether to copy the frozen parts, so that the folder may be moved to other machines
     * @return what the folder says of itself
     * @throws ConfigException if {@code run} is no run of a language model, {@code out} is taken, or it kept no averages
     * @throws io.magma.train.checkpoint.CheckpointException if the checkpoint is damaged
     * @throws ExportException if frozen files have changed since the run, or the exported model differs from the run's
     */
    public static ModelManifest write(Path run, Path out, boolean averaged, boolean full) {
        ExportSource source = ExportSource.open(run);
        if (source.config().objective() instanceof ObjectiveConfig.Contrastive) {
            throw new ConfigException(run + ": a contrastive run trains no model that generates; export its encoder");
        }
        OutputFolder.requireFree(out);
        if (!averaged) {
            return new ModelExport(source, source.trained(), full).write(out);
        }
        try (TemporaryFolder aside = TemporaryFolder.make()) {
            return new ModelExport(source, AveragedWeights.write(source, aside.path()), full).write(out);
        }
    }

    private ModelManifest write(Path out) {
        List<ModelManifest> written = new ArrayList<>();
        ModelConfig config = source.config().model();
        try (MultimodalModel model = load(config, trained)) {
            if (!model.frozenHash().equals(source.state().frozenHash())) {
                throw new ExportException(
                        source.folder() + ": the frozen weights are not those that the run was trained with");
            }
            StagedFolder.put(out, aside -> written.add(fill(aside, model)));
        } catch (IOException e) {
            throw new ExportException(out + ": cannot be written: " + e.getMessage(), e);
        }
        return written.get(0);
    }

    private MultimodalModel load(ModelConfig config, Path weights) {
        MultimodalModel model = ModelLoader.load(
                config, Device.cpu(), source.config().training().seed(), Optional.of(weights));
        model.training(false);
        return model;
    }

    private ModelManifest fill(Path folder, MultimodalModel model) throws IOException {
        ModelConfig config = source.config().model();
        List<Path> lm = ModelParts.files(config.languageModel());
        List<Path> encoder = config.imageEncoder().map(ModelParts::files).orElse(List.of());
        ModelConfig exported = exported(folder, lm, encoder);
        ModelParts.copy(List.of(trained), folder);
        ModelParts.copy(Tokenizers.files(ModelFolders.of(config.languageModel().path())), folder);
        if (config.imageEncoder().isPresent()) {
            int resolution = model.imageEncoder().orElseThrow().resolution();
            ImageInput.processor(config.imageEncoder().get(), resolution)
                    .write(folder.resolve(ImageProcessorConfig.FILE_NAME));
        }
        InferenceConfig inference =
                new InferenceConfig(exported, source.config().generation());
        Files.writeString(folder.resolve(ModelFolder.CONFIG), ConfigLoader.render(inference, folder));
        ServingProperties.write(folder);
        ModelProbes probes = ModelProbes.of(model);
        ModelManifest manifest = manifest(folder, model, probes, full ? List.of() : concat(lm, encoder));
        manifest.write(folder);
        verify(folder, manifest, probes);
        return manifest;
    }

    private ModelConfig exported(Path folder, List<Path> lm, List<Path> encoder) throws IOException {
        ModelConfig config = source.config().model();
        if (!full) {
            ModelPath encoderPath = config.imageEncoder().map(e -> e.path()).orElse(ModelPath.of(folder));
            return ModelParts.moved(config, config.languageModel().path(), encoderPath);
        }
        ModelParts.copy(lm, folder.resolve(LANGUAGE_MODEL));
        if (config.imageEncoder().isPresent()) {
            ModelParts.copy(encoder, folder.resolve(IMAGE_ENCODER));
        }
        return ModelParts.moved(
                config, ModelPath.of(folder.resolve(LANGUAGE_MODEL)), ModelPath.of(folder.resolve(IMAGE_ENCODER)));
    }

    private ModelManifest manifest(Path folder, MultimodalModel model, ModelProbes probes, List<Path> referenced)
            throws IOException {
        List<ModelFile> files = new ArrayList<>();
        List<Path> own;
        try (var tree = Files.walk(folder)) {
            own = tree.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : concat(own, referenced)) {
            files.add(ModelFile.of(file, folder));
        }
        Map<String, NDArray> trained = trained(model);
        return new ModelManifest(
                ModelManifest.VERSION,
                source.state().step(),
                provenance(source.state().provenance()),
                Map.of("trainable", trained.size(), "frozen", model.frozen().size()),
                TensorHash.sha256(trained),
                model.frozenHash(),
                probes.probes(),
                files);
    }

    private static Map<String, String> provenance(Provenance p) {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("version", p.version());
        p.commit().ifPresent(commit -> map.put("commit", commit));
        map.put("java", p.java());
        map.put("djl", p.djl());
        map.put("torch", p.torch());
        map.put("os", p.os());
        map.put("config_sha256", p.configSha256());
        map.put("started", p.started());
        return map;
    }

    // Out of the new folder alone, as whoever uses it will.
    private void verify(Path folder, ModelManifest manifest, ModelProbes expected) {
        manifest.check(folder, true);
        ModelFolder files = ModelFolder.open(folder);
        try (MultimodalModel model = load(files.model(), files.trained())) {
            Map<String, NDArray> trained = trained(model);
            require(
                    Integer.valueOf(trained.size()).equals(manifest.tensors().get("trainable"))
                            && TensorHash.sha256(trained).equals(manifest.trainableSha256()),
                    "its trained tensors are not the run's");
            require(model.frozenHash().equals(manifest.frozenSha256()), "its frozen tensors are not the run's");
            double difference = ModelProbes.of(model).difference(expected);
            require(difference <= TOLERANCE, "its scores differ from the run's by " + difference);
        }
    }

    private void require(boolean met, String problem) {
        if (!met) {
            throw new ExportException(source.folder() + ": the exported model failed its check: " + problem);
        }
    }

    private static Map<String, NDArray> trained(MultimodalModel model) {
        Map<String, NDArray> all = new LinkedHashMap<>(model.parameters());
        all.putAll(model.buffers());
        return all;
    }

    private static List<Path> concat(List<Path> a, List<Path> b) {
        List<Path> all = new ArrayList<>(a);
        all.addAll(b);
        return all;
    }
}
