package io.magma.multimodal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.config.ConfigLoader;
import io.magma.config.RunConfig;
import io.magma.image.ClipPreprocessor;
import io.magma.image.ImageDecoder;
import io.magma.testing.Cases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Log-probabilities of whole models against PyTorch on transformers, case by case. */
class CaseParityTest {
    @TestFactory
    Stream<DynamicTest> logProbabilitiesEqualPyTorchs() throws Exception {
        return Cases.each(CaseParityTest::check);
    }

    private static void check(Path folder) throws Exception {
        RunConfig run = ConfigLoader.load(Cases.config(folder), List.of());
        JsonNode expected = Cases.expected(folder);
        try (MultimodalModel model = ModelLoader.load(run.model(), Device.cpu(), 0, Optional.empty())) {
            ClipPreprocessor clip =
                    ClipPreprocessor.clip(model.imageEncoder().orElseThrow().resolution());
            List<TokenSequence> rows = new ArrayList<>();
            List<Double> logProbabilities = new ArrayList<>();
            float[][] pixels = new float[expected.path("samples").size()][];
            for (JsonNode sample : expected.path("samples")) {
                Path image = folder.resolve(sample.path("image").asText());
                pixels[rows.size()] = clip.preprocess(ImageDecoder.decode(Files.readAllBytes(image), image.toString()));
                int[] ids = new ObjectMapper().convertValue(sample.path("ids"), int[].class);
                rows.add(TokenSequence.afterImage(ids, 0));
                sample.path("logprobs").forEach(v -> logProbabilities.add(v.doubleValue()));
            }
            try (NDManager scratch = model.manager().newSubManager()) {
                BatchLayout layout = BatchLayout.forTargets(rows, model.tokensPerImage());
                NDArray all = model.pixels(flatten(pixels), scratch);
                float[] losses = model.losses(layout, Optional.of(all), scratch).toFloatArray();
                assertThat(losses).hasSize(logProbabilities.size());
                double worst = 0;
                for (int i = 0; i < losses.length; i++) {
                    worst = Math.max(worst, Math.abs(losses[i] + logProbabilities.get(i)));
                }
                assertThat(worst).isCloseTo(0, within(2e-5));
            }
        }
    }

    private static float[] flatten(float[][] rows) {
        float[] all = new float[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, all, i * rows[0].length, rows[0].length);
        }
        return all;
    }
}
