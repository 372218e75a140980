package io.magma.multimodal;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.config.ConfigLoader;
import io.magma.config.RunConfig;
import io.magma.generate.Generation;
import io.magma.generate.Generator;
import io.magma.generate.PromptBatch;
import io.magma.generate.SamplingConfig;
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

/** Greedy tokens of whole models, with and without a prompt in one padded batch, against PyTorch's one by one. */
class CaseGenerationTest {
    private static final int NEVER = -1;

    @TestFactory
    Stream<DynamicTest> greedyTokensEqualPyTorchs() throws Exception {
        return Cases.each(CaseGenerationTest::check);
    }

    private static void check(Path folder) throws Exception {
        RunConfig run = ConfigLoader.load(Cases.config(folder), List.of());
        JsonNode expected = Cases.expected(folder);
        try (MultimodalModel model = ModelLoader.load(run.model(), Device.cpu(), 0, Optional.empty());
                NDManager scratch = model.manager().newSubManager()) {
            ClipPreprocessor clip =
                    ClipPreprocessor.clip(model.imageEncoder().orElseThrow().resolution());
            List<TokenSequence> rows = new ArrayList<>();
            List<int[]> greedy = new ArrayList<>();
            List<float[]> pixels = new ArrayList<>();
            for (JsonNode sample : expected.path("samples")) {
                Path image = folder.resolve(sample.path("image").asText());
                float[] own = clip.preprocess(ImageDecoder.decode(Files.readAllBytes(image), image.toString()));
                for (String kind : List.of("greedy", "greedy_prompted")) {
                    String prompt = kind.equals("greedy") ? "" : "a";
                    rows.add(TokenSequence.afterImage(model.tokenizer().encode(prompt), 0));
                    greedy.add(new ObjectMapper().convertValue(sample.path(kind), int[].class));
                    pixels.add(own);
                }
            }
            BatchLayout layout = BatchLayout.forPrompts(rows, model.tokensPerImage());
            NDArray embeddings = model.embed(layout, Optional.of(model.pixels(flatten(pixels), scratch)), scratch);
            List<Generation> generations = new Generator(model.languageModel(), model.tokenizer(), NEVER)
                    .generate(new PromptBatch(embeddings, layout.padding()), SamplingConfig.greedy(12));
            for (int row = 0; row < rows.size(); row++) {
                assertThat(generations.get(row).tokens()).as("row " + row).containsExactly(greedy.get(row));
            }
        }
    }

    private static float[] flatten(List<float[]> rows) {
        float[] all = new float[rows.size() * rows.get(0).length];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(rows.get(i), 0, all, i * rows.get(0).length, rows.get(0).length);
        }
        return all;
    }
}
