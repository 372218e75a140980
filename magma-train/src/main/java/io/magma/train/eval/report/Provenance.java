package io.magma.train.eval.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.magma.train.report.HtmlWriter;
import java.util.List;
import java.util.Map;

/** Which models were asked what, in full. */
final class Provenance {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .build();

    private final List<Results> evaluations;
    private final HtmlWriter html;

    Provenance(List<Results> evaluations, HtmlWriter html) {
        this.evaluations = evaluations;
        this.html = html;
    }

    void write() {
        html.open("section").element("h2", "Models and protocols");
        for (Results results : evaluations) {
            html.open("details").element("summary", "Model " + results.model().shortName());
            html.open("table", "class", "facts");
            fact("path", results.model().path());
            fact("evaluation", results.folder().toString());
            facts("SHA-256 of ", results.model().sha256());
            facts("", results.model().provenance());
            html.close().close();
            results.tasks().forEach(task -> task(results, task));
        }
        html.close();
    }

    private void task(Results results, Results.Task task) {
        String of = results.model().shortName() + ", " + task.name();
        html.open("details", "class", "protocol")
                .element("summary", "Protocol " + task.protocolName() + " · " + of)
                .element("pre", yaml(task.protocol()))
                .close();
        html.open("details")
                .element("summary", "Data · " + of)
                .element("p", task.data() + ": " + Shown.count(task.items(), "item"), "class", "place")
                .element("pre", yaml(task.definition()))
                .close();
    }

    private void facts(String prefix, Map<String, String> facts) {
        facts.forEach((name, value) -> fact(prefix + name, value));
    }

    private void fact(String name, String value) {
        html.open("tr").element("th", name).element("td", value).close();
    }

    private static String yaml(JsonNode node) {
        try {
            return YAML.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON that is no YAML", e);
        }
    }
}
