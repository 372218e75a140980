package io.magma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code magma report} of evaluations. */
class EvaluationReportCommandTest {
    @TempDir
    private Path dir;

    private String folder;

    @BeforeEach
    void evaluation() throws IOException {
        Path out = dir.resolve("okvqa");
        Path items = Files.createDirectories(out.resolve("okvqa/shots-0/seed-1/model"))
                .resolve("items.jsonl");
        Files.writeString(items, """
                {"id": "q1", "image": "none.png", "question": "What?", "prompt": "<image>Q: What? A:", "shots": [], \
                "dropped_shots": 0, "output": " cat", "normalized": "cat", "ground_truths": ["cat"], "score": 1.0}
                """);
        Files.writeString(out.resolve("results.json"), """
                {"format": 1, "model": {"path": "runs/demo"}, "tasks": [{"name": "okvqa", "task": "okvqa",
                "metric": "vqa_accuracy", "protocol": {"name": "frozen"}, "definition": {"metric": "vqa_accuracy"},
                "items": 1, "trials": [{"shots": 0, "seed": 1, "baseline": "model", "items": 1,
                "scores": {"vqa_accuracy": 1.0}, "empty_answers": 0,
                "files": {"items": "okvqa/shots-0/seed-1/model/items.jsonl"}}]}]}
                """);
        folder = out.toString();
    }

    @Test
    void writesThePageAndItsNumbers() throws IOException {
        Invocation run = Invocation.of("report", folder);

        assertThat(run)
                .isEqualTo(new Invocation(
                        0,
                        folder + "/report.html\n" + folder + "/report.json\n" + folder + "/report.csv\n" + folder
                                + "/report.md\n",
                        ""));
        assertThat(Files.readString(Path.of(folder, "report.html"))).contains("demo on okvqa", "<article");
        assertThat(Files.readString(Path.of(folder, "report.md"))).contains("| demo | 100.0 (100.0–100.0) |");
    }

    @Test
    void severalEvaluationsOrTheirFilesMakeOnePage() throws IOException {
        String page = dir.resolve("all.html").toString();
        JsonNode printed = new ObjectMapper()
                .readTree(
                        Invocation.of("report", folder, folder + "/results.json", "-o", page, "--items", "0", "--json")
                                .out());

        assertThat(printed.path("html").asText()).isEqualTo(page);
        assertThat(printed.path("csv").asText())
                .isEqualTo(dir.resolve("all.csv").toString());
        assertThat(Files.readString(dir.resolve("all.html"))).doesNotContain("<article");
    }

    @Test
    void whatDoesNotGoTogetherIsSaid() throws IOException {
        refuses("--output is missing: several folders make one page", folder, folder);
        refuses("--items must be at least 0, was -1", folder, "--items", "-1");
        refuses("--evaluation is for the page of a run, not for " + folder, folder, "--evaluation", "e.json");
        refuses(dir + ": neither a run (has no config.yml) nor an evaluation (has no results.json)", dir.toString());
        Files.writeString(dir.resolve("config.yml"), "");
        refuses("runs and evaluations do not go on one page", folder, dir.toString(), "-o", dir + "/p.html");
        refuses("--items is for the page of evaluations, not for " + dir, dir.toString(), "--items", "1");
        String own = folder + "/results.html";
        refuses(
                "--output " + own + ": would overwrite " + folder + "/results.json; give it another name",
                folder,
                "-o",
                own);
        String none = dir.resolve("none/page.html").toString();
        refuses(none + ": there is no folder " + dir.resolve("none"), folder, "-o", none);
    }

    private static void refuses(String message, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "report";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        assertThat(Invocation.of(all)).isEqualTo(new Invocation(2, "", message + "\n"));
    }

    @Test
    void damagedResultsAreNamed() throws IOException {
        Path results = Path.of(folder, "results.json");
        Files.writeString(results, Files.readString(results).replace("\"items\": 1, \"trials\"", "\"trials\""));

        assertThat(Invocation.of("report", folder))
                .isEqualTo(new Invocation(1, "", "magma: " + results + ".tasks[0]: has no items\n"));
    }
}
