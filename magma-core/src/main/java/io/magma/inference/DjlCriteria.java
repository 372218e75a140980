package io.magma.inference;

import ai.djl.repository.zoo.Criteria;
import java.nio.file.Path;

/**
 * Model folders for users of DJL.
 *
 * <pre>{@code
 * try (ZooModel<Prompt, String> model = DjlCriteria.of(Path.of("model")).build().loadModel();
 *         Predictor<Prompt, String> predictor = model.newPredictor()) {
 *     String answer = predictor.predict(Prompt.image(Path.of("cat.png")).thenText("Q: What is it? A:"));
 * }
 * }</pre>
 *
 * <p>An exported folder has the block's settings in {@code serving.properties}, where DJL looks for them; there a model path
 * and {@code optTranslatorFactory(new MagmaTranslatorFactory())} are enough.
 */
public final class DjlCriteria {
    private DjlCriteria() {}

    /**
     * Criteria for a model folder; a device or arguments, as {@link MagmaBlockFactory} names them, may be added.
     *
     * @param folder exported model, checkpoint or run
     */
    public static Criteria.Builder<Prompt, String> of(Path folder) {
        return Criteria.builder()
                .setTypes(Prompt.class, String.class)
                .optModelPath(folder)
                .optEngine("PyTorch")
                .optArgument("blockFactory", MagmaBlockFactory.class.getName())
                .optOption("hasParameter", "false")
                .optTranslatorFactory(new MagmaTranslatorFactory());
    }
}
