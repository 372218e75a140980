package io.magma.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.magma.generate.Generation;
import io.magma.generate.SamplingConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model folder through DJL's criteria and predictors. */
class DjlCriteriaTest {
    private static final List<Prompt> PROMPTS = List.of(
            Prompt.image(TinyFolder.picture(1)).thenText("What?"),
            Prompt.of("no picture"),
            Prompt.of("two ").thenImage(TinyFolder.picture(2)).thenImage(TinyFolder.picture(3)));

    @TempDir
    private static Path dir;

    private static Path folder;
    private static List<String> expected;
    private static List<String> longer;

    @BeforeAll
    static void write() throws IOException {
        folder = TinyFolder.write(dir);
        try (VisionLanguageModel model = VisionLanguageModel.load(folder, Device.cpu())) {
            expected = texts(model.generateAll(PROMPTS, model.defaults()));
            longer = texts(model.generateAll(PROMPTS, new SamplingConfig(12, 0.8, 5, 1, 7, List.of())));
        }
        assertThat(longer).isNotEqualTo(expected);
    }

    private static List<String> texts(List<Generation> generations) {
        return generations.stream().map(Generation::text).toList();
    }

    @Test
    void predictorsGiveTheModelsTexts() throws Exception {
        Criteria<Prompt, String> criteria =
                DjlCriteria.of(folder).optDevice(Device.cpu()).build();
        Set<NDArray> weights;
        try (ZooModel<Prompt, String> model = criteria.loadModel();
                Predictor<Prompt, String> predictor = model.newPredictor()) {
            assertThat(predictor.batchPredict(PROMPTS)).isEqualTo(expected);
            for (int i = 0; i < PROMPTS.size(); i++) {
                assertThat(predictor.predict(PROMPTS.get(i))).isEqualTo(expected.get(i));
            }
            assertThatThrownBy(() -> predictor.predict(Prompt.of("")))
                    .isInstanceOf(TranslateException.class)
                    .hasMessageContaining("the prompt is empty");
            weights = NativeArrays.below(
                    ((GenerationBlock) model.getBlock()).model().model().manager());
        }
        assertThat(weights).isNotEmpty().allMatch(NDArray::isReleased);
    }

    @Test
    void argumentsSayHowToDecode() throws Exception {
        Criteria<Prompt, String> criteria = DjlCriteria.of(folder)
                .optDevice(Device.cpu())
                .optArgument("max_new_tokens", 12)
                .optArgument("temperature", "0.8")
                .optArgument("top_k", 5)
                .optArgument("seed", 7)
                .build();
        try (ZooModel<Prompt, String> model = criteria.loadModel();
                Predictor<Prompt, String> predictor = model.newPredictor()) {
            assertThat(predictor.batchPredict(PROMPTS)).isEqualTo(longer);
        }
    }
}
