package io.magma.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.train.eval.run.ResultFile;
import io.magma.train.eval.run.TaskResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Results of public tasks on the terminal. */
record TaskText(ResultFile result, Path file) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A line a score. */
    String table() {
        StringBuilder text = new StringBuilder();
        for (TaskResult task : result.tasks()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-16s %6s  %-14s %-18s %8s %8s%n",
                    task.name(),
                    "shots",
                    "model",
                    "score",
                    "mean",
                    "std"));
            for (TaskResult.SummaryRow row : task.summary()) {
                text.append(String.format(
                        Locale.ROOT,
                        "  %-14s %6d  %-14s %-18s %8.4f %8.4f%n",
                        "",
                        row.shots(),
                        row.baseline(),
                        row.score(),
                        row.mean(),
                        row.deviation()));
            }
        }
        return text.append(file).append('\n').toString();
    }

    /** {@code {"output": FILE, "tasks": {NAME: [{"shots", "baseline", "score", "seeds", "mean", "std"}]}}} on one line. */
    String json() throws JsonProcessingException {
        Map<String, Object> tasks = new LinkedHashMap<>();
        for (TaskResult task : result.tasks()) {
            List<Map<String, Object>> rows = new ArrayList<>();
            for (TaskResult.SummaryRow row : task.summary()) {
                Map<String, Object> facts = new LinkedHashMap<>();
                facts.put("shots", row.shots());
                facts.put("baseline", row.baseline());
                facts.put("score", row.score());
                facts.put("seeds", row.seeds());
                facts.put("mean", row.mean());
                facts.put("std", row.deviation());
                rows.add(facts);
            }
            tasks.put(task.name(), rows);
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("output", file.toString());
        facts.put("tasks", tasks);
        return JSON.writeValueAsString(facts) + "\n";
    }
}
