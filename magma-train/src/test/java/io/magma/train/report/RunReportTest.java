package io.magma.train.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReportTest {
    private static final String EVIL = "<script>alert(\"x\")</script><img src=x onerror='alert(1)'>";
    private static final String PIXEL = "data:image/png;base64,iVBORw0KGgo=";

    @TempDir
    private Path folder;

    private Path run;

    @BeforeEach
    void makeRun() throws IOException {
        run = Files.createDirectories(folder.resolve("a <b> run"));
        Files.writeString(run.resolve("config.yml"), "# " + EVIL + "\nmodel: {}\n");
        Files.writeString(run.resolve("metrics.jsonl"), """
                {"step":1,"loss":4.5,"lr":0.001,"grad_norm":1.5,"tokens":10,"samples":2,"seconds":30.0,"tokens_per_second":3.0}
                {"step":2,"loss":3.5,"lr":0.002,"grad_norm":0.5,"tokens":20,"samples":2,"seconds":31.0,"tokens_per_second":7.0}
                {"step":2,"eval_loss":3.25,"generated":["text"]}
                """);
        Path checkpoint = Files.createDirectories(run.resolve("checkpoints/step-00000002"));
        Files.writeString(run.resolve("latest"), "step-00000002\n");
        Files.writeString(
                checkpoint.resolve("state.json"),
                "{\"step\":2,\"provenance\":{\"torch\":\"2.7.1\",\"java\":\"17\",\"commit\":null}}");
    }

    private static EvaluationResult evaluation() {
        return new EvaluationResult(
                "step 2",
                List.of("A note " + EVIL),
                List.of(new EvaluationSection(
                        "val",
                        "What it is",
                        "accuracy",
                        true,
                        List.of(
                                new MetricRow("all", 1200, 0.75, OptionalDouble.of(0.5), OptionalDouble.of(0.25)),
                                new MetricRow("colour", 3, 0.1, OptionalDouble.empty(), OptionalDouble.of(0.2)),
                                new MetricRow("free", 3, 0.1, OptionalDouble.empty(), OptionalDouble.empty())),
                        List.of(
                                new GalleryItem(
                                        PIXEL, GalleryItem.Kind.CAPTION, "", EVIL, EVIL, Optional.of(EVIL), false),
                                new GalleryItem(
                                        PIXEL,
                                        GalleryItem.Kind.QUESTION,
                                        "Is it red?",
                                        "yes",
                                        "yes",
                                        Optional.empty(),
                                        true)))));
    }

    private String page() throws IOException {
        Path page = folder.resolve("report.html");
        RunReport.write(run, Optional.empty(), page);
        return Files.readString(page);
    }

    @Test
    void showsCurvesSummaryConfigurationAndVersions() throws IOException {
        String page = page();

        assertThat(page).startsWith("<!DOCTYPE html>");
        assertThat(page)
                .contains("<h1>a &lt;b&gt; run</h1>")
                .contains("<span>Steps</span><b>2</b>")
                .contains("<span>Best evaluation loss</span><b>3.250</b>")
                .contains("<span>Target tokens</span><b>30</b>")
                .contains("<span>Time in steps</span><b>1 min 01 s</b>")
                .contains("<b>Loss</b>", "<b>Learning rate</b>", "<b>Gradient norm</b>", "<b>Speed</b>")
                .contains("<th>torch</th><td>2.7.1</td>")
                .contains("model: {}");
        assertThat(page).doesNotContain("What the model says", "<th>commit</th>");
    }

    @Test
    void partsOfANumberShareAChartAndPicturesShowWhatWasSaid() throws IOException {
        Files.createDirectories(run.resolve("samples"));
        Files.write(run.resolve("samples/a.png"), new byte[] {1, 2, 3});
        Files.writeString(
                run.resolve("metrics.jsonl"), """
                {"step":1,"loss":4.5,"grad_norm":5.0,"grad_norms":{"adapters":3.0,"image_prefix":4.0},"data_wait_fraction":0.25,
                 "phase_seconds":{"data":0.5,"forward":1.0},"resident_bytes":1073741824,"peak_resident_bytes":2147483648}
                """.replace("\n ", " ") + """
                {"step":1,"eval_loss":4.0,"samples":[{"image":"samples/a.png","truth":"a cat","text":"%s"}]}
                {"step":2,"eval_loss":3.0,"samples":[{"image":"samples/a.png","truth":"a cat","text":"a dog"}]}
                """.formatted(EVIL.replace("\"", "'")));

        String page = page();

        assertThat(page)
                .contains("<b>Gradient norm</b>", "</i>adapters</span>", "</i>image prefix</span>", "</i>whole</span>")
                .contains("<b>Waiting for data</b><span class=\"unit\">% of the step</span>", "\"values\":[25.0]")
                .contains("<b>Memory of the process</b>", "\"values\":[2.0]")
                .contains("src=\"data:image/png;base64,AQID\"")
                .contains("<dt>step 1</dt><dd>&lt;script&gt;", "<dt>step 2</dt><dd>a dog</dd>");
    }

    @Test
    void runsAreComparedOnOnePage() throws IOException {
        Path other = Files.createDirectories(folder.resolve("other"));
        Files.writeString(other.resolve("config.yml"), "model: {}\noptimizer: {lr: 0.5, betas: [0.9, 0.95]}\n");
        Files.writeString(other.resolve("metrics.jsonl"), "{\"step\":1,\"loss\":2.5,\"lr\":0.5}\n");
        Path page = folder.resolve("comparison.html");

        RunComparison.write(List.of(run, other), page);

        assertThat(Files.readString(page))
                .contains("<h1>a &lt;b&gt; run, other</h1>")
                .contains(
                        "<td>other</td><td class=\"number\">1</td><td class=\"number\">2.500</td><td class=\"number\">–</td>")
                .contains("<td>optimizer.lr</td><td>–</td><td>0.5</td>")
                .doesNotContain("<td>model", EVIL, "http://", "https://");
    }

    @Test
    void showsResultsAndPicturesOfTheRunsEvaluation() throws IOException {
        evaluation().write(run.resolve("evaluation.json"));

        String page = page();

        assertThat(page)
                .contains("<td>all</td><td class=\"number\">1,200</td>")
                .contains("75.0 %", "+25.0", "-10.0")
                .contains("<td>free</td><td class=\"number\">3</td>")
                .contains("data-split=\"val\" data-kind=\"question\" data-mark=\"right\"")
                .contains("<p class=\"prompt\">Is it red?</p><p class=\"output\">yes</p>")
                .contains("src=\"" + PIXEL + "\"");
    }

    @Test
    void nothingFromFilesBecomesMarkup() throws IOException {
        evaluation().write(run.resolve("evaluation.json"));

        String page = page();

        assertThat(page).doesNotContain(EVIL).doesNotContain("<script>alert").doesNotContain("<img src=x");
        assertThat(page).contains("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;");
        assertThat(Pattern.compile("<script").matcher(page).results())
                .as("the page's own script and the data of four charts")
                .hasSize(5);
    }

    @Test
    void loadsNothingFromElsewhere() throws IOException {
        evaluation().write(run.resolve("evaluation.json"));

        assertThat(page())
                .doesNotContain("http://", "https://", "<link", "@import")
                .contains("default-src &#39;none&#39;");
        assertThatThrownBy(() -> new GalleryItem(
                        "https://example.org/x.png", GalleryItem.Kind.CAPTION, "", "a", "b", Optional.empty(), true))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void evaluationReadsBackEqual() throws IOException {
        Path file = folder.resolve("e.json");
        evaluation().write(file);

        assertThat(EvaluationResult.read(file)).isEqualTo(evaluation());
    }

    @Test
    void brokenFilesAreNamed() throws IOException {
        Files.writeString(run.resolve("evaluation.json"), "{\"title\": \"x\"}");
        assertThatThrownBy(this::page)
                .isInstanceOf(ReportException.class)
                .hasMessageContaining("evaluation.json")
                .hasMessageContaining("notes");

        Files.delete(run.resolve("evaluation.json"));
        Files.writeString(run.resolve("metrics.jsonl"), "{\"step\":1,\"loss\":1}\n{\"st");
        assertThatThrownBy(this::page).isInstanceOf(ReportException.class).hasMessageContaining("metrics.jsonl:2: ");

        assertThatThrownBy(() -> RunReport.write(folder, Optional.empty(), folder.resolve("x.html")))
                .isInstanceOf(ReportException.class)
                .hasMessageContaining("not the folder of a run");
    }
}
