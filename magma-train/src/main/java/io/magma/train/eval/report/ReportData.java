package io.magma.train.eval.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The report for programs. */
final class ReportData {
    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS))
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();
    private static final CsvMapper CSV = CsvMapper.builder()
            .addModule(new Jdk8Module())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    private ReportData() {}

    /** Scores, types, protocols and models. */
    static String json(List<Results> evaluations, List<TaskGroup> groups) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("format", FORMAT);
        root.put("unit", "scores, intervals and deviations are times 100");
        root.put("scores", rows(groups));
        List<Map<String, Object>> types = new ArrayList<>();
        groups.forEach(group -> group.series()
                .forEach(series -> series.task().trials().forEach(trial -> {
                    Map<String, Object> facts = new LinkedHashMap<>();
                    facts.put("task", group.task());
                    facts.put("model", series.label());
                    facts.put("shots", trial.shots());
                    facts.put("seed", trial.seed());
                    facts.put("baseline", trial.baseline());
                    facts.put("by_question_type", hundredfold(trial.byQuestionType()));
                    facts.put("by_answer_type", hundredfold(trial.byAnswerType()));
                    types.add(facts);
                })));
        root.put("types", types);
        root.put("evaluations", evaluations.stream().map(ReportData::evaluation).toList());
        try {
            return JSON.writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> evaluation(Results results) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("folder", results.folder().toString());
        facts.put("model", results.model());
        List<Map<String, Object>> tasks = new ArrayList<>();
        for (Results.Task task : results.tasks()) {
            Map<String, Object> own = new LinkedHashMap<>();
            own.put("name", task.name());
            own.put("task", task.task());
            own.put("data", task.data());
            own.put("metric", task.metric());
            own.put("items", task.items());
            own.put("left_out", task.leftOut());
            own.put("protocol", task.protocol());
            own.put("definition", task.definition());
            tasks.add(own);
        }
        facts.put("tasks", tasks);
        return facts;
    }

    private static Map<String, Map<String, Object>> hundredfold(Map<String, Results.TypeScore> types) {
        Map<String, Map<String, Object>> scores = new LinkedHashMap<>();
        types.forEach((name, score) ->
                scores.put(name, Map.of("items", score.items(), "value", Math.round(100e6 * score.score()) / 1e6)));
        return scores;
    }

    /** One line a score, with a header. */
    static String csv(List<TaskGroup> groups) {
        try {
            return CSV.writer(CSV.schemaFor(ReportRow.class).withHeader()).writeValueAsString(rows(groups));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<ReportRow> rows(List<TaskGroup> groups) {
        return groups.stream().flatMap(group -> ReportRow.of(group).stream()).toList();
    }
}
