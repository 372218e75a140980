package io.magma.contrastive;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.config.ConfigException;
import io.magma.config.FrozenDtype;
import io.magma.config.ImageEncoderConfig;
import io.magma.config.ModelConfig;
import io.magma.config.ObjectiveConfig;
import io.magma.config.TextTowerConfig;
import io.magma.config.WeightsOrigin;
import io.magma.hub.ModelFolders;
import io.magma.lm.CausalLm;
import io.magma.lm.LanguageModelFolder;
import io.magma.nn.Sublayer;
import io.magma.text.Tokenizer;
import io.magma.text.Tokenizers;
import io.magma.torch.Dtype;
import io.magma.vision.ImageEncoderLoader;
import io.magma.vision.LoadedEncoder;
import io.magma.weights.LoadedWeights;
import io.magma.weights.StateDict;
import io.magma.weights.TrainableWeights;
import io.magma.weights.WeightContents;
import io.magma.weights.WeightFiles;
import io.magma.weights.WeightSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Builds a contrastive model from its configuration; of the language model it needs the tokenizer, and the weights only if it embeds the texts. */
public final class ContrastiveLoader {
    private final ModelConfig config;
    private final ObjectiveConfig.Contrastive objective;
    private final NDManager manager;
    private final Optional<StateDict> initial;
    private final TrainableWeights trainables;
    private final Map<String, NDArray> frozen = new LinkedHashMap<>();

    private ContrastiveLoader(
            ModelConfig config,
            ObjectiveConfig.Contrastive objective,
            Device device,
            long seed,
            WeightContents contents) {
        this.config = config;
        this.objective = objective;
        this.manager = NDManager.newBaseManager(device, "PyTorch");
        this.initial = config.init()
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
     * @throws ConfigException if there is no image encoder
     * @throws io.magma.weights.WeightsException if files and configuration disagree; all disagreements are listed
     */
    public static ContrastiveModel load(
            ModelConfig config, ObjectiveConfig.Contrastive objective, Device device, long seed) {
        return load(new ContrastiveLoader(config, objective, device, seed, WeightContents.VALUES));
    }

    /**
     * Builds a model without its weights, as {@link io.magma.weights.WeightContents#SHAPES} has it: it can be described, not run.
     *
     * @throws ConfigException as {@link #load} does
     * @throws io.magma.weights.WeightsException as {@link #load} does
     */
    public static ContrastiveModel outline(ModelConfig config, ObjectiveConfig.Contrastive objective) {
        return load(new ContrastiveLoader(config, objective, Device.cpu(), 0, WeightContents.SHAPES));
    }

    private static ContrastiveModel load(ContrastiveLoader loader) {
        try {
            return loader.load();
        } catch (RuntimeException e) {
            loader.manager.close();
            throw e;
        }
    }

    private ContrastiveModel load() {
        ImageEncoderConfig image = config.imageEncoder()
                .orElseThrow(() -> new ConfigException("model.image_encoder: is needed by the contrastive objective"));
        Dtype dtype = Dtype.of(objective.computeDtype());
        ImageEncoderLoader encoders = new ImageEncoderLoader(manager, trainables);
        LoadedEncoder encoder = encoders.load(image, true, Dtype.FLOAT32);
        frozen.putAll(encoders.frozen());
        ImageTower images = new ImageTower(
                encoder.encoder(), trainables.within("image_projection."), objective.embeddingDim(), dtype);
        LanguageModelFolder lm =
                LanguageModelFolder.open(ModelFolders.of(config.languageModel().path()));
        Tokenizer tokenizer = Tokenizers.load(lm.path());
        Tokenizers.requireFits(tokenizer, lm.config().vocabSize(), lm.path().toString());
        TextTower texts = textTower(lm, dtype);
        ContrastiveLoss loss = new ContrastiveLoss(
                trainables, objective.initTemperature(), objective.maxScale(), objective.mergeDuplicateTexts());
        trainables.requireComplete();
        initial.ifPresent(StateDict::release);
        return new ContrastiveModel(
                manager,
                new Towers(encoder, images, texts),
                loss,
                new TextInput(
                        tokenizer, lm.config().eosId(), objective.textTower().contextLength()),
                trainables,
                frozen);
    }

    private TextTower textTower(LanguageModelFolder lm, Dtype dtype) {
        TextTowerConfig c = objective.textTower();
        WeightSource weights = trainables.within("text_tower.");
        return switch (c.type()) {
            case TRAINED ->
                new TransformerTower(
                        weights,
                        lm.config().vocabSize(),
                        c.contextLength(),
                        c.layers(),
                        c.hiddenSize(),
                        c.heads(),
                        objective.embeddingDim(),
                        dtype);
            case FROZEN_LM -> new FrozenLmTower(weights, languageModel(lm), objective.embeddingDim());
        };
    }

    private CausalLm languageModel(LanguageModelFolder folder) {
        if (config.languageModel().weights() == WeightsOrigin.RANDOM) {
            throw new ConfigException(
                    "model.language_model.weights: a frozen text tower needs pretrained weights, was random");
        }
        FrozenDtype dtype = config.languageModel().dtype();
        LoadedWeights files =
                LoadedWeights.frozen(WeightFiles.open(folder.path()), manager, dtype, trainables.contents());
        CausalLm lm = folder.build(manager, files, Sublayer.Wrapper.NONE, Dtype.of(dtype));
        files.requireComplete(folder::ignores);
        files.taken().forEach((name, tensor) -> frozen.put("language_model." + name, tensor));
        return lm;
    }
}
