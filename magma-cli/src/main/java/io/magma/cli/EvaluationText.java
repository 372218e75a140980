package io.magma.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.train.report.EvaluationResult;
import io.magma.train.report.EvaluationSection;
import io.magma.train.report.MetricRow;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** Results of an evaluation on the terminal, without pictures. */
record EvaluationText(EvaluationResult result) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A table a section, in percent. */
    String table() {
        StringBuilder text = new StringBuilder();
        for (EvaluationSection section : result.sections()) {
            text.append(String.format(
                    Locale.ROOT, "%-16s %6s %8s %8s %8s%n", section.name(), "n", "model", "blind", "majority"));
            for (MetricRow row : section.rows()) {
                text.append(String.format(
                        Locale.ROOT,
                        "  %-14s %6d %8.1f %8s %8s%n",
                        row.type(),
                        row.n(),
                        100 * row.model(),
                        percent(row.blind()),
                        percent(row.majority())));
            }
        }
        return text.toString();
    }

    private static String percent(OptionalDouble fraction) {
        return fraction.isPresent() ? String.format(Locale.ROOT, "%.1f", 100 * fraction.getAsDouble()) : "-";
    }

    /** {@code {"output": FILE, "sections": {NAME: {TYPE: {"n", "model", "blind", "majority"}}}}} on one line, fractions. */
    String json(Path output) throws JsonProcessingException {
        Map<String, Object> sections = new LinkedHashMap<>();
        for (EvaluationSection section : result.sections()) {
            Map<String, Object> rows = new LinkedHashMap<>();
            section.rows().forEach(row -> rows.put(row.type(), numbers(row)));
            sections.put(section.name(), rows);
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("output", output.toString());
        facts.put("sections", sections);
        return JSON.writeValueAsString(facts) + "\n";
    }

    private static Map<String, Object> numbers(MetricRow row) {
        Map<String, Object> numbers = new LinkedHashMap<>();
        numbers.put("n", row.n());
        numbers.put("model", row.model());
        row.blind().ifPresent(score -> numbers.put("blind", score));
        row.majority().ifPresent(score -> numbers.put("majority", score));
        return numbers;
    }
}
