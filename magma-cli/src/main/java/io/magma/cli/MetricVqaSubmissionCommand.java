package io.magma.cli;

import io.magma.train.eval.answer.Predictions;
import io.magma.train.eval.vqa.VqaFiles;
import io.magma.train.eval.vqa.VqaNormalizer;
import io.magma.train.eval.vqa.VqaSubmission;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code magma metric vqa-submission}. */
@Command(
        name = "vqa-submission",
        description = {
            "Writes results for the EvalAI server, which wants an answer to every question of the split:",
            "questions without one get the empty answer, and are counted."
        },
        footer = {
            "  magma metric vqa-submission --questions v2_OpenEnded_mscoco_test2015_questions.json --results r.json -o all.json",
            "  magma metric vqa-submission --questions test2015.json --results r.json --normalize -o all.json"
        })
final class MetricVqaSubmissionCommand implements Callable<Integer> {
    @Option(
            names = {"-q", "--questions"},
            required = true,
            paramLabel = "FILE",
            description = "Questions in the official layout.")
    private Path questions;

    @Option(
            names = {"-r", "--results"},
            required = true,
            paramLabel = "FILE",
            description = "Results: [{\"question_id\": 1, \"answer\": \"yes\"}, ...].")
    private Path results;

    @Option(names = "--normalize", description = "Write answers as they are compared, as OpenFlamingo does.")
    private boolean normalize;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "File of results to write.")
    private Path output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        OutputFile file = new OutputFile(output).check();
        Predictions answers = VqaFiles.results(results);
        VqaSubmission submission = VqaSubmission.of(
                VqaFiles.questionIds(questions),
                answers,
                normalize ? VqaNormalizer::normalized : UnaryOperator.identity());
        file.write(() -> submission.write(output));
        spec.commandLine()
                .getOut()
                .println(output + ": " + submission.answers().size() + " answers, " + submission.filled()
                        + " of them filled in as empty");
        return ExitCode.OK;
    }
}
