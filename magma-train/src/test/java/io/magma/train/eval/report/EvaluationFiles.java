package io.magma.train.eval.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.image.ImageFileWriter;
import io.magma.image.raster.RasterImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Folders as {@code magma eval --task okvqa} leaves them, with answers that are made up. */
final class EvaluationFiles {
    static final String EVIL =
            "</script><script>document.title='hurt'</script><img src=x onerror=\"document.title='hurt'\">";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> TYPES = List.of("other", "number", "yes/no");

    private final Path folder;
    private final int items;
    private final List<Map<String, Object>> trials = new ArrayList<>();

    private EvaluationFiles(Path folder, int items) {
        this.folder = folder;
        this.items = items;
    }

    /** An evaluation of 0 and 4 examples, with and without pictures, on so many items. */
    static Path write(Path folder, String model, int items, List<Long> seeds) throws IOException {
        EvaluationFiles files = new EvaluationFiles(Files.createDirectories(folder), items);
        Path pictures = Files.createDirectories(folder.resolve("pictures"));
        for (int i = 0; i < items; i++) {
            if (i != 2) {
                Files.write(pictures.resolve(i + ".png"), picture(i));
            }
        }
        for (int shots : List.of(0, 4)) {
            for (long seed : seeds) {
                files.trial(shots, seed, "model", seeds.size() == 1);
                files.trial(shots, seed, "blind", seeds.size() == 1);
            }
        }
        files.results(model);
        return folder;
    }

    /** The score of an item: a third is right, a third partly. */
    static double score(int item, int shots, long seed, String baseline) {
        int kind = (int) ((item + shots + seed) % 3);
        return baseline.equals("blind") ? 0 : kind == 0 ? 0 : kind == 1 ? 0.6 : 1;
    }

    private static byte[] picture(int i) {
        int width = 300;
        int height = 200;
        byte[] rgb = new byte[3 * width * height];
        for (int p = 0; p < width * height; p++) {
            rgb[3 * p] = (byte) (40 * i);
            rgb[3 * p + 1] = (byte) (p % width * 255 / width);
            rgb[3 * p + 2] = (byte) (p / width);
        }
        return ImageFileWriter.png(RasterImage.of(RasterImage.Mode.RGB, width, height, rgb));
    }

    private void trial(int shots, long seed, String baseline, boolean measured) throws IOException {
        String relative = "okvqa/shots-" + shots + "/seed-" + seed + "/" + baseline + "/items.jsonl";
        StringBuilder lines = new StringBuilder();
        double sum = 0;
        double[] byType = new double[TYPES.size()];
        int[] counts = new int[TYPES.size()];
        for (int i = 0; i < items; i++) {
            double score = score(i, shots, seed, baseline);
            sum += score;
            byType[i % TYPES.size()] += score;
            counts[i % TYPES.size()]++;
            lines.append(JSON.writeValueAsString(item(i, shots, score))).append('\n');
        }
        Path file = folder.resolve(relative);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, lines);
        Map<String, Object> types = new LinkedHashMap<>();
        for (int t = 0; t < TYPES.size(); t++) {
            types.put(TYPES.get(t), Map.of("items", counts[t], "score", byType[t] / counts[t]));
        }
        Map<String, Object> trial = new LinkedHashMap<>();
        trial.put("shots", shots);
        trial.put("seed", seed);
        trial.put("baseline", baseline);
        trial.put("items", items);
        trial.put("scores", Map.of("vqa_accuracy", sum / items));
        if (measured) {
            trial.put("interval", Map.of("low", sum / items - 0.01, "high", sum / items + 0.02));
        }
        trial.put("by_answer_type", types);
        if (shots == 4) {
            trial.put("fewer_shots", Map.of("1", 2, "3", 1));
        }
        trial.put("empty_answers", 1);
        trial.put("files", Map.of("items", relative));
        trials.add(trial);
    }

    private Map<String, Object> item(int i, int shots, double score) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("id", "q" + i);
        item.put("image_id", String.valueOf(i));
        item.put("image", folder.resolve("pictures/" + i + ".png").toString());
        item.put("question", i == 1 ? EVIL : "What is in picture " + i + "?");
        item.put("question_type", "");
        item.put("answer_type", TYPES.get(i % TYPES.size()));
        item.put("prompt", "<image>Q: What is in picture " + i + "? A:");
        item.put("prompt_images", List.of());
        item.put("shots", shots == 4 ? List.of(Map.of("id", "t1"), Map.of("id", "t2")) : List.of());
        item.put("dropped_shots", shots == 4 ? 2 : 0);
        item.put("output", i == 1 ? EVIL : "word" + i + "\n");
        item.put("answer", "word" + i);
        item.put("normalized", i == 1 ? EVIL : "word" + i);
        item.put("ground_truths", i == 1 ? List.of(EVIL) : List.of("word" + i, "word" + i, "truth"));
        item.put("score", score);
        return item;
    }

    private void results(String model) throws IOException {
        Map<String, Object> task = new LinkedHashMap<>();
        task.put("name", "okvqa");
        task.put("task", "okvqa");
        task.put("data", "data/okvqa");
        task.put("metric", "vqa_accuracy, openflamingo");
        task.put("protocol", Map.of("name", "frozen", "prompt", Map.of("query", "{image}Q: {question} A:")));
        task.put("definition", Map.of("name", "okvqa", "metric", "vqa_accuracy"));
        task.put("items", items);
        task.put("left_out", Map.of("without picture", 5));
        task.put("trials", trials);
        Map<String, Object> results = new LinkedHashMap<>();
        results.put("format", 1);
        results.put(
                "model",
                Map.of("path", model, "sha256", Map.of("config.yml", "ab12"), "provenance", Map.of("java", "17")));
        results.put("tasks", List.of(task));
        Files.writeString(folder.resolve("results.json"), JSON.writeValueAsString(results));
    }
}
