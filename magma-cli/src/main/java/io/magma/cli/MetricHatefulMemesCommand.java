package io.magma.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.magma.train.eval.benchmark.RankingFiles;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code magma metric hateful-memes}. */
@Command(
        name = "hateful-memes",
        description = {
            "ROC-AUC and accuracy on Hateful Memes.",
            "Results: the submission, CSV with the columns id, proba and label, or JSON lines with these keys."
        },
        footer =
                "  magma metric hateful-memes --annotations dev_seen.jsonl --results submission.csv --output scores.json")
final class MetricHatefulMemesCommand implements Callable<Integer> {
    @Mixin
    private BenchmarkScoring scoring;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        MetricOutput output = scoring.output();
        RankingText.print(
                spec, output, RankingFiles.hatefulMemes(scoring.annotations(), scoring.results(), output.idMatch()));
        return ExitCode.OK;
    }
}
