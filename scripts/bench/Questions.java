import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.config.ConfigLoader;
import io.magma.config.GenerationConfig;
import io.magma.config.RunConfig;
import io.magma.generate.Generation;
import io.magma.generate.SamplingConfig;
import io.magma.inference.Prompt;
import io.magma.inference.VisionLanguageModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The questions of questions.py, answered in batches that share what they begin with.
 *
 * <pre>
 * java -cp 'magma-cli/target/lib/*' scripts/bench/Questions.java CASE FILE 8
 * </pre>
 *
 * <p>Prints seconds, questions a second and the tokens as one line of JSON. The model is loaded anew for the timed part, so no
 * picture has been seen before it.
 */
public final class Questions {
    private Questions() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        ObjectMapper json = new ObjectMapper();
        List<Prompt> prompts = new ArrayList<>();
        for (JsonNode items : json.readTree(Path.of(arguments[1]).toFile())) {
            Prompt prompt = new Prompt(List.of());
            for (JsonNode item : items) {
                prompt = item.has("image")
                        ? prompt.thenImage(folder.resolve("data").resolve(item.path("image").asText()))
                        : prompt.thenText(item.path("text").asText());
            }
            prompts.add(prompt);
        }
        SamplingConfig greedy = SamplingConfig.greedy(Integer.parseInt(arguments[2]));
        RunConfig run = ConfigLoader.load(folder.resolve("case.yml"), List.of());
        try (VisionLanguageModel model = load(run)) {
            model.generate(prompts.get(0), greedy);
        }
        try (VisionLanguageModel model = load(run)) {
            long start = System.nanoTime();
            List<Generation> answers = model.generateAll(prompts, greedy);
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.println(json.writeValueAsString(Map.of(
                    "seconds", seconds,
                    "questions_per_second", prompts.size() / seconds,
                    "tokens", answers.stream().map(Generation::tokens).toList())));
        }
    }

    private static VisionLanguageModel load(RunConfig run) {
        return VisionLanguageModel.load(
                run.model(), GenerationConfig.DEFAULTS, Optional.empty(), run.training().seed(), Device.cpu());
    }
}
