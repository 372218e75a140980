package io.magma.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.magma.train.eval.benchmark.Benchmarks;
import io.magma.train.eval.benchmark.RankingFiles;
import io.magma.train.eval.vqa.LeaveOneOut;
import io.magma.train.eval.vqa.VqaVariant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code magma metric vizwiz}. */
@Command(
        name = "vizwiz",
        description = {
            "VQA accuracy on VizWiz, or average precision and F1 of whether a question can be answered.",
            "Results: [{\"image\": \"VizWiz_val_00000000.jpg\", \"answer\": \"basil\"}, ...], with --answerability",
            "[{\"image\": \"VizWiz_val_00000000.jpg\", \"answerable\": 0.9}, ...]."
        },
        footer = {
            "  magma metric vizwiz --annotations val.json --results results.json",
            "  magma metric vizwiz --annotations val.json --results results.json --variant openflamingo --loo dict",
            "  magma metric vizwiz --annotations val.json --results confidences.json --answerability"
        })
final class MetricVizWizCommand implements Callable<Integer> {
    @Mixin
    private BenchmarkScoring scoring;

    @Option(
            names = "--variant",
            defaultValue = "evalai",
            paramLabel = "NAME",
            description =
                    "How answers are normalised: official_head, official_pre2021, openflamingo, magma2022 or evalai "
                            + "(default: ${DEFAULT-VALUE}).")
    private VqaVariant variant;

    @Option(
            names = "--loo",
            defaultValue = "index",
            paramLabel = "MODE",
            description =
                    "Whom an annotator is compared with: index, all others; dict, those whose annotation differs, which "
                            + "without answer_ids gives lower scores (default: ${DEFAULT-VALUE}).")
    private LeaveOneOut leaveOneOut;

    @Option(
            names = "--answerability",
            description = "Score confidences that the question can be answered; above 0.5 counts as a yes.")
    private boolean answerability;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        if (answerability) {
            RankingText.print(
                    spec,
                    scoring.output(),
                    RankingFiles.answerability(
                            scoring.annotations(),
                            scoring.results(),
                            scoring.output().idMatch()));
            return ExitCode.OK;
        }
        Map<String, String> protocol = new LinkedHashMap<>();
        protocol.put("variant", variant.id());
        protocol.put("loo", leaveOneOut.name().toLowerCase(Locale.ROOT));
        return scoring.run(spec, Benchmarks.vizWiz(variant, leaveOneOut), protocol);
    }
}
