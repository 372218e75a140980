package io.magma.train.run;

import ai.djl.ndarray.NDArray;
import io.magma.config.ConfigException;
import io.magma.config.DataFormat;
import io.magma.config.FrozenDtype;
import io.magma.config.ImageEncoderConfig;
import io.magma.config.ObjectiveConfig;
import io.magma.config.RunConfig;
import io.magma.config.SampleContent;
import io.magma.config.SourceConfig;
import io.magma.multimodal.ModelLoader;
import io.magma.multimodal.MultimodalModel;
import io.magma.torch.Devices;
import io.magma.train.data.BatchLoaders;
import io.magma.train.data.HostBatch;
import io.magma.train.data.PixelReader;
import io.magma.train.data.RankShare;
import io.magma.train.data.RowEncoder;
import io.magma.train.distributed.Collective;
import io.magma.train.eval.EvaluationSamples;
import io.magma.train.features.BatchFeatures;
import io.magma.train.features.FeatureStore;
import io.magma.train.features.FeatureStores;
import io.magma.train.loop.Evaluation;
import io.magma.train.loop.LossEvaluation;
import io.magma.train.loop.Objective;
import io.magma.train.optim.ParameterTable.FrozenPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run that minimises the next-token loss of a multimodal model, or that of its class head. */
final class LanguageModelParts {
    private static final Logger logger = LoggerFactory.getLogger(LanguageModelParts.class);

    private LanguageModelParts() {}

    static RunParts build(RunConfig config, Collective collective) {
        MultimodalModel model = ModelLoader.load(
                config.model(), Devices.preferred(), config.training().seed(), Optional.empty());
        MultimodalTrainable trainable = new MultimodalTrainable(model);
        Optional<FeatureStore> features = config.model()
                .imageEncoder()
                .flatMap(c -> FeatureStores.open(c, model, config.checkpoint().dir(), collective.size()));
        BatchInput input = new BatchInput(
                model,
                config.data().padTo().orElse(0),
                config.data().blind(),
                features.map(store -> new BatchFeatures(model, store)));
        boolean recompute = config.training().activationCheckpointing();
        if (config.model().languageModel().dtype() == FrozenDtype.INT8 && !recompute) {
            logger.warn(
                    "int8 without training.activation_checkpointing takes no less memory in training than bfloat16: the matrices"
                            + " of all blocks are kept in bfloat16 from the way forward to the way back");
        }
        boolean classifies = config.objective() instanceof ObjectiveConfig.Classification;
        Objective<HostBatch> objective = classifies
                ? new ClassificationObjective(input, recompute)
                : new LanguageModelObjective(input, recompute);
        RowEncoder texts = rowEncoder(model, config.data().padTo());
        BatchLoaders loaders = new BatchLoaders(
                config.data(),
                model.classHead().map(head -> texts.classifying(head.labels())).orElse(texts),
                config.model().imageEncoder().map(c -> pixelReader(model, c)),
                features.map(store -> store),
                config.training().seed());
        return new RunParts(
                trainable,
                objective,
                loaders,
                evaluations(config, trainable, objective, loaders, collective),
                frozen(model.frozen()),
                () -> {
                    features.ifPresent(FeatureStore::close);
                    model.close();
                });
    }

    /** Rows for {@code model}: its end token, and the room its context leaves beside one picture. */
    static RowEncoder rowEncoder(MultimodalModel model) {
        var lm = model.languageModel().config();
        return new RowEncoder(model.tokenizer()::encode, lm.eosId(), lm.maxPositions() - model.tokensPerImage());
    }

    /**
     * Rows of a length of the user's choice.
     *
     * @throws ConfigException if the model has no room for them, or they for a picture
     */
    private static RowEncoder rowEncoder(MultimodalModel model, OptionalInt padTo) {
        if (padTo.isEmpty()) {
            return rowEncoder(model);
        }
        var lm = model.languageModel().config();
        int length = padTo.getAsInt();
        if (length > lm.maxPositions() || length <= model.tokensPerImage()) {
            throw new ConfigException("data.pad_to: must be above the " + model.tokensPerImage()
                    + " positions of a picture and at most the language model's " + lm.maxPositions() + ", was "
                    + length);
        }
        return new RowEncoder(model.tokenizer()::encode, lm.eosId(), length - model.tokensPerImage());
    }

    /** Pictures for {@code model}, preprocessed as its encoder wants them. */
    static PixelReader pixelReader(MultimodalModel model, ImageEncoderConfig config) {
        return PixelReader.of(config, model.imageEncoder().orElseThrow().resolution());
    }

    private static List<Evaluation> evaluations(
            RunConfig config,
            MultimodalTrainable model,
            Objective<HostBatch> objective,
            BatchLoaders loaders,
            Collective collective) {
        if (config.data().eval().isEmpty()) {
            return List.of();
        }
        RankShare share = new RankShare(
                collective.rank(), collective.size(), config.training().batchSize());
        int batches = config.training().evalBatches();
        List<Evaluation> evaluations = new ArrayList<>();
        evaluations.add(new LossEvaluation<>(
                model, objective, loaders.evaluation().fromStart(share, batches), batches, collective));
        if (config.objective() instanceof ObjectiveConfig.LanguageModel) {
            samples(config, model.multimodal(), collective).ifPresent(evaluations::add);
        }
        return evaluations;
    }

    /** Samples out of the evaluation captions, or out of the questions where there are no captions. */
    private static Optional<Evaluation> samples(RunConfig config, MultimodalModel model, Collective collective) {
        int count = config.training().generateSamples();
        List<SourceConfig> pictures = config.data().eval().stream()
                .filter(source -> source.format() != DataFormat.TEXT)
                .toList();
        if (count == 0 || pictures.isEmpty() || config.model().imageEncoder().isEmpty()) {
            return Optional.empty();
        }
        SourceConfig source = pictures.stream()
                .filter(s -> s.content() == SampleContent.CAPTIONS)
                .findFirst()
                .orElse(pictures.get(0));
        return Optional.of(new CaptionSamples(
                ModelEvaluation.answers(
                        model, config.model(), config.generation().maxNewTokens()),
                EvaluationSamples.all(List.of(source), count),
                config.checkpoint().dir(),
                collective));
    }

    private static List<FrozenPart> frozen(Map<String, NDArray> tensors) {
        List<FrozenPart> parts = new ArrayList<>();
        for (String part : List.of("language_model", "image_encoder")) {
            List<NDArray> of = tensors.entrySet().stream()
                    .filter(e -> e.getKey().startsWith(part + "."))
                    .map(Map.Entry::getValue)
                    .toList();
            if (!of.isEmpty()) {
                parts.add(new FrozenPart(
                        part, of.size(), of.stream().mapToLong(NDArray::size).sum()));
            }
        }
        return parts;
    }
}
