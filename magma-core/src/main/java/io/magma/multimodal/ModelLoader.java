package io.magma.multimodal;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.adapter.AdapterInserter;
import io.magma.config.ImageEncoderConfig;
import io.magma.config.ModelConfig;
import io.magma.config.Offload;
import io.magma.config.WeightsOrigin;
import io.magma.connector.ImagePrefix;
import io.magma.hub.ModelFolders;
import io.magma.lm.CausalLm;
import io.magma.lm.LanguageModelFolder;
import io.magma.offload.AlwaysResident;
import io.magma.offload.BlockResidency;
import io.magma.offload.OffloadedWeights;
import io.magma.text.Tokenizer;
import io.magma.text.Tokenizers;
import io.magma.torch.Dtype;
import io.magma.vision.ImageEncoder;
import io.magma.vision.ImageEncoderLoader;
import io.magma.vision.LoadedEncoder;
import io.magma.weights.LoadedWeights;
import io.magma.weights.StateDict;
import io.magma.weights.TrainableWeights;
import io.magma.weights.WeightContents;
import io.magma.weights.WeightFiles;
import io.magma.weights.WeightSource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds a model from its configuration: frozen parts from their folders, trained parts from start values or a checkpoint. */
public final class ModelLoader {
    private static final Logger LOG = LoggerFactory.getLogger(ModelLoader.class);
    private static final String LM = "language_model.";

    private final ModelConfig config;
    private final NDManager manager;
    private final Optional<StateDict> initial;
    private final TrainableWeights trainables;
    private final Map<String, NDArray> frozen = new LinkedHashMap<>();
    private BlockResidency residency = AlwaysResident.INSTANCE;

    private ModelLoader(ModelConfig config, Device device, long seed, Optional<Path> trained, WeightContents contents) {
        this.config = config;
        this.manager = NDManager.newBaseManager(device, "PyTorch");
        this.initial = trained.or(config::init)
                .map(file -> contents == WeightContents.SHAPES
                        ? StateDict.shapes(file, manager)
                        : StateDict.load(file, manager));
        this.trainables = new TrainableWeights(manager, seed, initial, contents);
    }

    /**
     * Builds a model.
     *
     * @param device where it runs
     * @param seed seed of start values that no file gives
     * @param trained safetensors file of trained tensors, which then wins over {@code model.init}
     * @throws io.magma.weights.WeightsException if files and configuration disagree; all disagreements are listed
     */
    public static MultimodalModel load(ModelConfig config, Device device, long seed, Optional<Path> trained) {
        return load(new ModelLoader(config, device, seed, trained, WeightContents.VALUES));
    }

    /**
     * Builds a model without its weights: names, shapes and types of all tensors are those of {@link #load}, checked against the
     * files' headers as there, but they hold zeros that take no memory. It can be described, not run.
     *
     * @throws io.magma.weights.WeightsException as {@link #load} does
     */
    public static MultimodalModel outline(ModelConfig config) {
        return load(new ModelLoader(config, Device.cpu(), 0, Optional.empty(), WeightContents.SHAPES));
    }

    private static MultimodalModel load(ModelLoader loader) {
        try {
            return loader.load();
        } catch (RuntimeException e) {
            loader.residency.close();
            loader.manager.close();
            throw e;
        }
    }

    private MultimodalModel load() {
        LanguageModelFolder folder =
                LanguageModelFolder.open(ModelFolders.of(config.languageModel().path()));
        Tokenizer tokenizer = Tokenizers.load(folder.path());
        Tokenizers.requireFits(
                tokenizer, folder.config().vocabSize(), folder.path().toString());
        Dtype dtype = Dtype.of(config.languageModel().dtype());
        CausalLm lm = languageModel(folder, dtype);
        Optional<VisualPrefix> vision = config.imageEncoder()
                .map(e -> visualPrefix(e, dtype, folder.config().hiddenSize()));
        Optional<ClassHead> classHead = config.classHead()
                .map(c -> ClassHead.take(
                        trainables.within("class_head."),
                        c.labels(),
                        folder.config().hiddenSize()));
        trainables.requireComplete();
        initial.ifPresent(StateDict::release);
        return new MultimodalModel(manager, lm, dtype, tokenizer, vision, classHead, trainables, frozen);
    }

    private CausalLm languageModel(LanguageModelFolder folder, Dtype dtype) {
        boolean trained = !config.freeze().languageModel();
        AdapterInserter adapters = new AdapterInserter(
                config.adapters(),
                trainables.within("adapters."),
                folder.config().hiddenSize());
        if (config.languageModel().weights() == WeightsOrigin.RANDOM) {
            return folder.build(manager, trainables.within(LM), adapters, dtype);
        }
        WeightFiles found = WeightFiles.open(folder.path());
        WeightContents contents = trainables.contents();
        LoadedWeights files = trained
                ? new LoadedWeights(found, manager, Dtype.FLOAT32, contents)
                : LoadedWeights.frozen(found, manager, config.languageModel().dtype(), contents);
        WeightSource source = files;
        if (trained) {
            trainables.withFallback(LM, files);
            source = trainables.within(LM);
        } else if (config.languageModel().offload() == Offload.HOST && contents == WeightContents.VALUES) {
            if (!manager.getDevice().isGpu()) {
                LOG.warn(
                        "model.language_model.offload: host, but the model computes on the CPU: blocks are copied from one"
                                + " place in host memory to another");
            }
            OffloadedWeights offloaded =
                    OffloadedWeights.of(files, manager, config.languageModel().residentBlocks());
            residency = offloaded.residency();
            source = offloaded;
        }
        CausalLm lm = folder.build(manager, source, adapters, dtype, residency);
        files.requireComplete(folder::ignores);
        files.release(name -> !trained);
        files.taken().forEach((name, tensor) -> frozen.put(LM + name, tensor));
        return lm;
    }

    private VisualPrefix visualPrefix(ImageEncoderConfig c, Dtype lmDtype, int hiddenSize) {
        Dtype stored = c.trainable() ? Dtype.FLOAT32 : lmDtype;
        Dtype computed = c.trainable() ? Dtype.of(c.computeDtype()) : lmDtype;
        ImageEncoderLoader encoders = new ImageEncoderLoader(manager, trainables);
        LoadedEncoder loaded = encoders.load(c, c.trainable(), stored);
        frozen.putAll(encoders.frozen());
        ImageEncoder encoder = loaded.encoder();
        int pooledTokens = encoder.pooled() ? config.imagePrefix().tokens() : 0;
        ImagePrefix prefix = new ImagePrefix(
                trainables.within("image_prefix."),
                encoder.channels(),
                hiddenSize,
                pooledTokens,
                config.imagePrefix().dropout(),
                config.imagePrefix().layerNorm());
        int tokens = encoder.pooled() ? pooledTokens : encoder.positions();
        return new VisualPrefix(loaded, computed, prefix, tokens);
    }
}
