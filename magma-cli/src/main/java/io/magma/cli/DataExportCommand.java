package io.magma.cli;

import io.magma.config.ConfigException;
import io.magma.train.convert.VqaLayout;
import io.magma.train.data.AnnotatedImages;
import io.magma.train.data.ImageSets;
import io.magma.train.export.OutputFolder;
import io.magma.train.metrics.CountProgress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code magma data export}: a data set's questions in the official layout of VQA. */
@Command(
        name = "export",
        description = {
            "Writes the questions of a data set as VQA's own files (questions.json, annotations.json, images), so that",
            "magma eval --task custom-vqa and other people's tools can use them. Answers are repeated until there are ten",
            "annotators."
        },
        footer = {
            "  magma data export data/val --train data/train -o data/val-vqa",
            "  magma data export data/val --types yesno,color -o data/val-vqa"
        })
final class DataExportCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "PATH",
            description = "A MAGMA folder, WebDataset shards (folder, file or pattern) or a .jsonl of questions.")
    private Path path;

    @Option(
            names = "--train",
            paramLabel = "PATH",
            description = "Another data set, whose questions serve as examples: train_questions.json and so on.")
    private Optional<Path> train = Optional.empty();

    @Option(
            names = "--types",
            split = ",",
            paramLabel = "NAME",
            description = "Types of questions that are written; all if absent.")
    private List<String> types = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "Folder to write; new or empty.")
    private Path output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        OutputFolder.requireFree(output);
        write(path, "");
        if (train.isPresent()) {
            write(train.get(), "train_");
        }
        return ExitCode.OK;
    }

    private void write(Path from, String name) throws IOException {
        AnnotatedImages images = ImageSets.open(from);
        CountProgress progress = Terminal.countProgress(spec);
        VqaLayout layout = new VqaLayout(output, name, type -> types.isEmpty() || types.contains(type));
        PrintWriter err = spec.commandLine().getErr();
        long questions = layout.write(
                images,
                broken -> err.println("left out: " + broken.getMessage()),
                done -> progress.show(from.toString(), done, images.size(), 0));
        if (questions == 0) {
            throw new ConfigException(from + ": has no questions" + (types.isEmpty() ? "" : " of the types " + types));
        }
        spec.commandLine()
                .getOut()
                .println(from + ": " + questions + " questions, " + output + "/" + name + "questions.json");
    }
}
