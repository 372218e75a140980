package io.magma.train.eval.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.train.report.ReportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationReportTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path dir;

    private Path write(Path... folders) throws IOException {
        Path page = dir.resolve("page.html");
        EvaluationReport.read(List.of(folders)).write(page, 200);
        return page;
    }

    private Path evaluation(String folder, String model, Long... seeds) throws IOException {
        return EvaluationFiles.write(dir.resolve(folder), model, 12, List.of(seeds));
    }

    @Test
    void programsReadScoresWithIntervalsAndCounts() throws IOException {
        write(evaluation("a", "runs/demo", 7L));

        JsonNode json = JSON.readTree(dir.resolve("page.json").toFile());
        JsonNode row = json.path("scores").path(0);
        // A third of the items each: 0, 0.6 and 1.
        assertThat(row.path("value").asDouble()).isEqualTo(53.333333);
        assertThat(row.path("low").asDouble()).isEqualTo(52.333333);
        assertThat(row.path("high").asDouble()).isEqualTo(55.333333);
        assertThat(row.path("full_split").asBoolean(true)).isFalse();
        JsonNode shots = json.path("scores").path(2);
        assertThat(shots.path("shots").asInt()).isEqualTo(4);
        assertThat(shots.path("fewer_shots").asInt()).isEqualTo(3);
        assertThat(shots.path("left_out").asInt()).isEqualTo(5);
        JsonNode evaluation = json.path("evaluations").path(0);
        assertThat(evaluation.path("model").path("sha256").path("config.yml").asText())
                .isEqualTo("ab12");
        assertThat(evaluation
                        .path("tasks")
                        .path(0)
                        .path("protocol")
                        .path("name")
                        .asText())
                .isEqualTo("frozen");
        assertThat(json.path("types")
                        .path(0)
                        .path("by_answer_type")
                        .path("number")
                        .path("items")
                        .asInt())
                .isEqualTo(4);

        List<String> csv = Files.readAllLines(dir.resolve("page.csv"));
        assertThat(csv.get(0)).startsWith("task,model,protocol,metric,score,shots,baseline,seeds,items,value,low,high");
        assertThat(csv.get(1))
                .startsWith("okvqa,demo,frozen,\"vqa_accuracy, openflamingo\",vqa_accuracy,0,model,1,12,53.333333");
        assertThat(csv).anyMatch(line -> line.startsWith("okvqa,Frozen,") && line.contains(",5.9,"));
    }

    @Test
    void scoresOfOthersStandBesideWithTheirSource() throws IOException {
        write(evaluation("a", "runs/demo", 7L));

        assertThat(Files.readString(dir.resolve("page.md")))
                .contains("| examples | 0 | 4 | 8 | 16 | items |")
                .contains("| demo | 53.3 (52.3–55.3) | 53.3 (52.3–55.3) | | | 12 |")
                .contains("| Frozen (Tsimpoukelli et al. 2021, arXiv:2106.13884) | 5.9 | 12.6 | | | |")
                .contains("not the same data: our items are not the full split of 5,046");
        assertThat(Files.readString(dir.resolve("page.html")))
                .contains("Tsimpoukelli et al. 2021", "not the same data", "12.6");
    }

    @Test
    void othersAreNotShownForAnotherMetric() throws IOException {
        Path folder = evaluation("a", "runs/demo", 7L);
        Path file = folder.resolve("results.json");
        Files.writeString(
                file, Files.readString(file).replace("\"metric\":\"vqa_accuracy\"", "\"metric\":\"exact_match\""));
        write(folder);

        assertThat(Files.readString(dir.resolve("page.html"))).doesNotContain("Tsimpoukelli", "Published");
        assertThat(Files.readString(dir.resolve("page.csv"))).doesNotContain("Frozen,");
    }

    @Test
    void seedsAreAveragedAndTheIntervalIsOverItems() throws IOException {
        Path folder = evaluation("a", "runs/demo", 0L, 1L, 2L);

        ScoreRow row = TaskGroup.of(List.of(ResultsReader.read(folder)), PublishedScores.load())
                .get(0)
                .series()
                .get(0)
                .rows()
                .get(0);

        assertThat(row.seeds()).isEqualTo(3);
        assertThat(row.value().getAsDouble()).isCloseTo(1.6 / 3, within(1e-12));
        // Each item is wrong, partly right and right once, so all items are alike.
        assertThat(row.interval().orElseThrow().low()).isCloseTo(1.6 / 3, within(1e-12));
        assertThat(row.interval().orElseThrow().high()).isCloseTo(1.6 / 3, within(1e-12));
    }

    @Test
    void thePageHoldsItemsTypesAndTheWholeProtocol() throws IOException {
        String page = Files.readString(write(evaluation("a", "runs/demo", 7L)));

        assertThat(page)
                .contains("<h1>demo on okvqa</h1>")
                .contains("By type of answer · demo")
                .contains("query: &quot;{image}Q: {question} A:&quot;")
                .contains("<th>SHA-256 of config.yml</th><td>ab12</td>")
                .contains(
                        "demo, left out: 5 × without picture",
                        "Counts: 5 left out, 4 empty answers, 6 prompts with fewer")
                .contains("The picture is not there any more")
                .contains("word3 ×2, truth")
                .contains("2 without room");
        assertThat(Pattern.compile("<article").matcher(page).results()).hasSize(24);
        assertThat(Pattern.compile("src=\"data:image/jpeg;base64,")
                        .matcher(page)
                        .results())
                .hasSize(22);
        // Nobody reached anything blind, and that is said of every item.
        assertThat(Pattern.compile("<dt>blind</dt>").matcher(page).results()).hasSize(24);
    }

    @Test
    void nothingFromFilesBecomesMarkupAndNothingIsLoaded() throws IOException {
        String page = Files.readString(write(evaluation("a", "runs/<b>" + EvaluationFiles.EVIL.replace('/', '|'), 7L)));

        assertThat(page).doesNotContain("<script>document", "<img src=x", "<b>document");
        assertThat(page).doesNotContain("http://", "https://", "<link", "@import");
        assertThat(Pattern.compile("<script").matcher(page).results()).hasSize(2);
    }

    @Test
    void modelsOnATaskShareAPlotUnderDifferentNames() throws IOException {
        String page = Files.readString(write(evaluation("a", "x/demo", 7L), evaluation("b", "y/demo", 7L)));

        assertThat(Pattern.compile("<figure").matcher(page).results()).hasSize(1);
        assertThat(page).contains(">demo · " + dir.resolve("a"), ">demo · " + dir.resolve("b") + ", blind<");
    }

    @Test
    void itemsAreBounded() throws IOException {
        Path page = dir.resolve("page.html");
        EvaluationReport report = EvaluationReport.read(List.of(evaluation("a", "m", 7L)));
        report.write(page, 5);
        assertThat(Pattern.compile("<article").matcher(Files.readString(page)).results())
                .hasSize(5);
        report.write(page, 0);
        assertThat(Files.readString(page)).doesNotContain("<article", "id=\"choose\"");
    }

    @Test
    void brokenFilesAreNamed() throws IOException {
        assertThatThrownBy(() -> EvaluationReport.read(List.of(dir)))
                .isInstanceOf(ReportException.class)
                .hasMessage(dir.resolve("results.json") + ": cannot be read");
        Path folder = evaluation("a", "m", 7L);
        Path file = folder.resolve("results.json");
        String good = Files.readString(file);
        refuses(folder, good.replace("\"format\":1", "\"format\":9"), ": has the format 9; this version reads 1");
        refuses(
                folder,
                good.replaceFirst("\"shots\":0", "\"shots\":\"no\""),
                ".tasks[0].trials[0].shots: must be a whole number");
        refuses(folder, good.replace("\"metric\":\"vqa_accuracy, openflamingo\",", ""), ".tasks[0]: has no metric");
        refuses(folder, good.substring(0, 100), "Unexpected end-of-input");
        Files.writeString(file, good);
        Path items = folder.resolve("okvqa/shots-4/seed-7/model/items.jsonl");
        Files.writeString(items, Files.readString(items).replaceFirst("\"output\"", "\"out\""));
        assertThatThrownBy(() -> write(folder)).hasMessage(items + ":1: has no output");
        Files.delete(items);
        assertThatThrownBy(() -> write(folder)).hasMessage(items + ": cannot be read");
    }

    private static void refuses(Path folder, String results, String message) throws IOException {
        Files.writeString(folder.resolve("results.json"), results);
        assertThatThrownBy(() -> EvaluationReport.read(List.of(folder)))
                .isInstanceOf(ReportException.class)
                .hasMessageStartingWith(folder.resolve("results.json").toString())
                .hasMessageContaining(message);
    }
}
