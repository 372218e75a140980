package io.magma.train.run;

import ai.djl.Device;
import io.magma.config.ConfigException;
import io.magma.config.ImageEncoderConfig;
import io.magma.config.ModelConfig;
import io.magma.config.SourceConfig;
import io.magma.multimodal.ModelLoader;
import io.magma.multimodal.MultimodalModel;
import io.magma.train.eval.EvaluationListener;
import io.magma.train.eval.EvaluationSettings;
import io.magma.train.eval.EvaluationSplit;
import io.magma.train.eval.PictureAnswers;
import io.magma.train.eval.PictureEvaluation;
import io.magma.train.report.EvaluationResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Evaluates one model on captions and questions about pictures. */
public final class ModelEvaluation implements AutoCloseable {

    private final ModelConfig config;
    private final MultimodalModel model;

    /**
     * Loads the model.
     *
     * @param seed seed of start values that no file gives
     * @param trained safetensors file of trained tensors, which wins over {@code model.init}
     * @throws io.magma.weights.WeightsException if weights are missing or do not fit
     */
    public ModelEvaluation(ModelConfig config, Device device, long seed, Optional<Path> trained) {
        this.config = config;
        this.model = ModelLoader.load(config, device, seed, trained);
        model.training(false);
    }

    /**
     * Evaluates.
     *
     * @param title names the model in the result
     * @param train training data, for the most frequent answers; empty leaves them out, and so does a streamed source, which
     *     is not read through for them
     * @throws ConfigException if the model has no image encoder
     * @throws io.magma.train.data.DataException if data cannot be read or have nothing to score
     */
    public EvaluationResult evaluate(
            String title,
            List<EvaluationSplit> splits,
            List<SourceConfig> train,
            EvaluationSettings settings,
            EvaluationListener listener) {
        PictureAnswers answers = answers(model, config, settings.maxNewTokens());
        return new PictureEvaluation(
                        answers, settings, IndexedSources.of(train, "the most frequent answers are"), listener)
                .evaluate(title, splits);
    }

    /** Answers of a model whose configuration has an image encoder. */
    static PictureAnswers answers(MultimodalModel model, ModelConfig config, int maxNewTokens) {
        ImageEncoderConfig encoder = config.imageEncoder()
                .orElseThrow(() -> new ConfigException("model.image_encoder: is needed to answer about pictures"));
        return new PictureAnswers(model, LanguageModelParts.pixelReader(model, encoder), maxNewTokens);
    }

    @Override
    public void close() {
        model.close();
    }
}
