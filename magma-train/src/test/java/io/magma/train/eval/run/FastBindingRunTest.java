package io.magma.train.eval.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.config.ConfigException;
import io.magma.train.eval.protocol.DecodingSettings;
import io.magma.train.eval.protocol.PromptPart;
import io.magma.train.eval.task.TaskItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Episodes out of class folders, asked of a reader that knows classes by their folder and binds words without fail. */
class FastBindingRunTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ModelIdentity MODEL = new ModelIdentity("m", Map.of("trainable.safetensors", "ab"), Map.of());

    @TempDir
    private Path dir;

    /** Says what the prompt says behind pictures of the folder of the last one; of nothing seen, "?". */
    private static final class PerfectBinder implements Answerer {
        private int asked;

        @Override
        public int context() {
            return 1000;
        }

        @Override
        public int tokens(List<PromptPart> prompt) {
            return prompt.size();
        }

        @Override
        public int answerTokens(List<String> answers) {
            return 1;
        }

        @Override
        public List<String> generate(List<List<PromptPart>> prompts, DecodingSettings decoding, long seed) {
            asked += prompts.size();
            return prompts.stream()
                    .map(PerfectBinder::word)
                    .map(w -> " " + w + ".\nAnd more")
                    .toList();
        }

        @Override
        public List<double[]> rank(List<List<PromptPart>> prompts, List<String> answers, boolean mean) {
            return prompts.stream()
                    .map(prompt -> answers.stream()
                            .mapToDouble(a -> a.equals(" " + word(prompt)) ? -1 : -2)
                            .toArray())
                    .toList();
        }

        @Override
        public List<float[]> features(List<TaskItem> items) {
            throw new IllegalStateException("nothing is similar here");
        }

        private static String word(List<PromptPart> prompt) {
            Map<Path, String> bound = new HashMap<>();
            Path seen = Path.of("nothing");
            for (PromptPart part : prompt) {
                if (part instanceof PromptPart.Picture picture) {
                    seen = picture.file().resolveSibling(".");
                } else if (part instanceof PromptPart.Words words
                        && words.text().startsWith("this is a ")) {
                    bound.put(seen, words.text().substring("this is a ".length()));
                }
            }
            return bound.getOrDefault(seen, "?");
        }
    }

    @BeforeEach
    void pictures() throws IOException {
        for (String name : List.of("cat", "dog", "fish")) {
            Files.createDirectories(dir.resolve("data").resolve(name));
            for (int i = 0; i < 6; i++) {
                Files.writeString(dir.resolve("data").resolve(name).resolve(i + ".png"), "");
            }
        }
    }

    private ResultFile run(Path out, Answerer answerer, String task, List<Integer> shots, String... set) {
        TaskEntry entry = new TaskEntry(
                task,
                "",
                dir.resolve("data"),
                shots,
                "default",
                List.of(set),
                List.of(),
                List.of(Baseline.BLIND),
                List.of(),
                12,
                false);
        return new EvaluationRun(List.of(entry), dir, out)
                .run(answerer, MODEL, new Share(0, 1, 5), AskingProgress.NONE)
                .orElseThrow();
    }

    @Test
    void bindingIsSeenAndChanceStandsBeside() throws IOException {
        Path out = dir.resolve("out");
        TaskResult task = run(out, new PerfectBinder(), "fast-binding", List.of(0, 1, 5), "binding.ways=3")
                .tasks()
                .get(0);

        assertThat(task.metric()).isEqualTo("exact_match, 3-way");
        assertThat(task.items()).isEqualTo(18);
        assertThat(task.trials()).hasSize(6).allMatch(t -> t.items() == 12);
        assertThat(task.trials().stream().filter(t -> t.baseline().equals("model")))
                .extracting(t -> t.scores().get("exact_match"))
                .containsExactly(0.0, 1.0, 1.0);
        assertThat(task.summary()).filteredOn(r -> r.score().equals("chance")).allMatch(r -> r.mean() == 1 / 3.0);
        assertThat(task.trials().get(2).byAnswerType().keySet()).isSubsetOf("class 1", "class 2", "class 3");
        assertThat(task.protocol().path("binding").path("ways").asInt()).isEqualTo(3);
        JsonNode item = JSON.readTree(Files.readAllLines(out.resolve("fast-binding/shots-1/seed-0/model/items.jsonl"))
                .get(0));
        assertThat(item.path("id").asText()).isEqualTo("episode-1");
        String word = item.path("ground_truths").get(0).asText();
        assertThat(item.path("normalized").asText()).isEqualTo(word);
        assertThat(item.path("output").asText()).isEqualTo(" " + word + ".\nAnd more");
        assertThat(item.path("prompt").asText()).matches("(<image>this is a (dax|blicket|slation)){3}<image>this is a");
        assertThat(item.path("shots")).hasSize(3);
        assertThat(item.path("prompt_images")).hasSize(4).doesNotHaveDuplicates();

        PerfectBinder again = new PerfectBinder();
        run(out, again, "fast-binding", List.of(0, 1, 5), "binding.ways=3");
        assertThat(again.asked).isZero();
    }

    @Test
    void wordsCanBeRanked() {
        String rank = "decoding.mode=rank_mean";
        TaskResult task = run(dir.resolve("out"), new PerfectBinder(), "fast-binding", List.of(1), rank)
                .tasks()
                .get(0);
        assertThat(task.trials().get(0).scores())
                .containsEntry("exact_match", 1.0)
                .containsEntry("chance", 0.5);
        assertThatThrownBy(() -> run(
                        dir.resolve("names"),
                        new PerfectBinder(),
                        "fast-binding",
                        List.of(1),
                        rank,
                        "binding.real_names=true"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("fast-binding has no closed set of answers to rank");
    }

    @Test
    void bindingGoesWithEpisodes() {
        assertThatThrownBy(() ->
                        run(dir.resolve("out"), new PerfectBinder(), "gqa", List.of(0), "binding={words: [a, b]}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("protocol.binding: goes with episodes, which gqa has not");
    }
}
