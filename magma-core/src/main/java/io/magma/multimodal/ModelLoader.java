package io.magma.multimodal;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.adapter.AdapterInserter;
import io.magma.config.BatchNormMode;
import io.magma.config.Features;
import io.magma.config.FrozenDtype;
import io.magma.config.ImageEncoderConfig;
import io.magma.config.ModelConfig;
import io.magma.config.WeightsOrigin;
import io.magma.connector.ImagePrefix;
import io.magma.hub.ModelFolders;
import io.magma.lm.CausalLm;
import io.magma.lm.LanguageModelFolder;
import io.magma.text.Tokenizer;
import io.magma.text.Tokenizers;
import io.magma.torch.Dtype;
import io.magma.vision.BatchStatistics;
import io.magma.vision.ImageEncoder;
import io.magma.vision.ImageEncoderFolder;
import io.magma.weights.LoadedWeights;
import io.magma.weights.StateDict;
import io.magma.weights.TrainableWeights;
import io.magma.weights.WeightFiles;
import io.magma.weights.WeightSource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Builds a model from its configuration: frozen parts from their folders, trained parts from start values or a checkpoint. */
public final class ModelLoader {
    private static final String LM = "language_model.";
    private static final String ENCODER = "image_encoder.";

    private final ModelConfig config;
    private final NDManager manager;
    private final TrainableWeights trainables;
    private final Map<String, NDArray> frozen = new LinkedHashMap<>();

    private ModelLoader(ModelConfig config, Device device, long seed, Optional<Path> trained) {
        this.config = config;
        this.manager = NDManager.newBaseManager(device, "PyTorch");
        Optional<StateDict> initial = trained.or(config::init).map(file -> StateDict.load(file, manager));
        this.trainables = new TrainableWeights(manager, seed, initial);
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
        ModelLoader loader = new ModelLoader(config, device, seed, trained);
        try {
            return loader.load();
        } catch (RuntimeException e) {
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
        Dtype dtype = dtype(config.languageModel().dtype());
        CausalLm lm = languageModel(folder, dtype);
        Optional<VisualPrefix> vision = config.imageEncoder()
                .map(e -> visualPrefix(e, dtype, folder.config().hiddenSize()));
        trainables.requireComplete();
        return new MultimodalModel(manager, lm, dtype, tokenizer, vision, trainables, frozen);
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
        LoadedWeights files =
                new LoadedWeights(WeightFiles.open(folder.path()), manager, trained ? Dtype.FLOAT32 : dtype);
        WeightSource source = files;
        if (trained) {
            trainables.withFallback(LM, files);
            source = trainables.within(LM);
        }
        CausalLm lm = folder.build(manager, source, adapters, dtype);
        files.requireComplete(folder::ignores);
        if (!trained) {
            files.taken().forEach((name, tensor) -> frozen.put(LM + name, tensor));
        }
        return lm;
    }

    private VisualPrefix visualPrefix(ImageEncoderConfig c, Dtype lmDtype, int hiddenSize) {
        ImageEncoderFolder folder = ImageEncoderFolder.open(ModelFolders.of(c.path()));
        Dtype dtype = c.trainable() ? Dtype.FLOAT32 : lmDtype;
        BatchStatistics statistics = new BatchStatistics();
        ImageEncoder encoder = imageEncoder(c, folder, dtype, statistics);
        int pooledTokens = encoder.pooled() ? config.imagePrefix().tokens() : 0;
        ImagePrefix prefix = new ImagePrefix(
                trainables.within("image_prefix."),
                encoder.channels(),
                hiddenSize,
                pooledTokens,
                config.imagePrefix().dropout(),
                config.imagePrefix().layerNorm());
        int tokens = encoder.pooled() ? pooledTokens : encoder.positions();
        boolean batch = c.batchNorm() == BatchNormMode.BATCH;
        return new VisualPrefix(encoder, prefix, c.trainable(), dtype, statistics, batch, tokens);
    }

    private ImageEncoder imageEncoder(
            ImageEncoderConfig c, ImageEncoderFolder folder, Dtype dtype, BatchStatistics statistics) {
        if (c.weights() == WeightsOrigin.RANDOM) {
            WeightSource drawn = trainables.within(ENCODER);
            return build(c, folder, drawn, drawn, statistics);
        }
        LoadedWeights files = new LoadedWeights(WeightFiles.open(folder.path()), manager, dtype);
        WeightSource below = files.has("visual.conv1.weight") ? files.within("visual.") : files;
        WeightSource trained = below;
        if (c.trainable()) {
            trainables.withFallback(ENCODER, below);
            trained = trainables.within(ENCODER);
        }
        boolean moving = c.trainable() && c.batchNorm() == BatchNormMode.BATCH;
        ImageEncoder encoder = build(c, folder, trained, moving ? trained : below, statistics);
        files.requireComplete(folder::ignores);
        files.taken().forEach((name, tensor) -> {
            if (!c.trainable() || (!moving && name.contains("running_"))) {
                frozen.put(ENCODER + name, tensor);
            }
        });
        return encoder;
    }

    private static ImageEncoder build(
            ImageEncoderConfig c,
            ImageEncoderFolder folder,
            WeightSource trained,
            WeightSource buffers,
            BatchStatistics statistics) {
        return folder.resNet()
                ? folder.buildResNet(trained, buffers, c.resolution(), statistics)
                : folder.buildVit(trained, c.resolution(), c.features() == Features.POOLED, c.layer());
    }

    private static Dtype dtype(FrozenDtype d) {
        return switch (d) {
            case FLOAT32 -> Dtype.FLOAT32;
            case BFLOAT16 -> Dtype.BFLOAT16;
            case FLOAT16 -> Dtype.FLOAT16;
        };
    }
}
