package io.magma.train.eval.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.train.eval.report.Results.Model;
import io.magma.train.eval.report.Results.Task;
import io.magma.train.eval.report.Results.Trial;
import io.magma.train.eval.report.Results.TypeScore;
import io.magma.train.report.ReportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the folder of an evaluation. */
final class ResultsReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FORMAT = 1;

    private ResultsReader() {}

    /**
     * Reads the results.
     *
     * @param folder the evaluation's, or its result file
     * @throws ReportException if there are none, or they are malformed
     */
    static Results read(Path folder) {
        Path file = Files.isDirectory(folder) ? folder.resolve(EvaluationReport.RESULTS) : folder;
        JsonFields root = new JsonFields(file.toString(), tree(file));
        if (root.integer("format") != FORMAT) {
            throw new ReportException(
                    file + ": has the format " + root.integer("format") + "; this version reads " + FORMAT);
        }
        JsonFields model = root.object("model");
        Path base = EvaluationReport.folder(file);
        List<Task> tasks =
                root.objects("tasks").stream().map(task -> task(task, base)).toList();
        if (tasks.isEmpty()) {
            throw new ReportException(file + ": has no tasks");
        }
        return new Results(
                base,
                new Model(
                        model.text("path"),
                        model.map("sha256", JsonNode::asText),
                        model.map("provenance", JsonNode::asText)),
                tasks);
    }

    private static JsonNode tree(Path file) {
        try {
            return JSON.readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw new ReportException(file + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new ReportException(file + ": cannot be read", e);
        }
    }

    private static Task task(JsonFields task, Path base) {
        return new Task(
                task.text("name"),
                task.text("task"),
                task.text("data", ""),
                task.text("metric"),
                task.object("protocol").node(),
                task.object("definition").node(),
                (int) task.integer("items"),
                task.map("left_out", JsonNode::asInt),
                task.objects("trials").stream().map(trial -> trial(trial, base)).toList());
    }

    private static Trial trial(JsonFields trial, Path base) {
        Map<String, Double> ends = trial.map("interval", JsonNode::asDouble);
        Optional<Interval> interval = Optional.ofNullable(ends.get("low"))
                .flatMap(low -> Optional.ofNullable(ends.get("high")).map(high -> new Interval(low, high)));
        return new Trial(
                (int) trial.integer("shots"),
                trial.integer("seed"),
                trial.text("baseline"),
                (int) trial.integer("items"),
                trial.map("scores", JsonNode::asDouble),
                interval,
                trial.map("by_question_type", ResultsReader::type),
                trial.map("by_answer_type", ResultsReader::type),
                trial.map("fewer_shots", JsonNode::asInt),
                (int) trial.integer("empty_answers"),
                base.resolve(trial.object("files").text("items")));
    }

    private static TypeScore type(JsonNode type) {
        return new TypeScore(type.path("items").asInt(), type.path("score").asDouble());
    }
}
