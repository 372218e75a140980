package io.magma.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.magma.train.convert.Conversion;
import io.magma.train.convert.ConversionFormat;
import io.magma.train.convert.ConversionInputs;
import io.magma.train.convert.ConversionManifest;
import io.magma.train.convert.ConversionOptions;
import io.magma.train.convert.ConversionOptions.Layout;
import io.magma.train.metrics.CountProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code magma data convert}: public data sets in their official layouts. */
@Command(
        name = "convert",
        description = {
            "Turns a public data set in its official layout into a MAGMA folder or WebDataset tar shards: pictures of the same "
                    + "bytes are merged, unusable ones listed in skipped.jsonl, and manifest.json tells what was done.",
            "Interrupted, it goes on when the same command is given again. What each format needs:",
            "  coco (official captions_*.json or Karpathy's dataset_coco.json), gqa, visual_genome (question_answers.json, "
                    + "region_descriptions.json or both), vizwiz, localized_narratives, hateful_memes, wit, llava: "
                    + "--annotations and --images",
            "  vqav2, okvqa: --questions, --annotations and --images",
            "  cc3m, cc12m, laion: --images, the output of img2dataset as files or webdataset",
            "  csv, tsv, jsonl: --annotations, and --images if paths are not relative to the file"
        },
        footer = {
            "  magma data convert coco --annotations captions_train2014.json --images coco/train2014 -o data/coco",
            "  magma data convert coco --annotations dataset_coco.json --split train,restval --images coco -o data/karpathy",
            "  magma data convert vqav2 --questions q.json --annotations a.json --images coco --to webdataset --max-side 512 "
                    + "-o data/vqa",
            "  magma data convert laion --images img2dataset-output --to webdataset -o data/laion",
            "  magma data convert csv --annotations table.csv --image-column filepath --caption-column title -o data/own"
        })
final class DataConvertCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FORMAT",
            description =
                    "What is converted: coco, vqav2, okvqa, gqa, visual_genome, vizwiz, localized_narratives, cc3m, cc12m, "
                            + "laion, hateful_memes, wit, llava, csv, tsv or jsonl.")
    private ConversionFormat format;

    @Option(
            names = {"-a", "--annotations"},
            paramLabel = "FILE",
            description = "The data set's annotations; may be repeated. Files may be gzipped (.gz).")
    private List<Path> annotations = new ArrayList<>();

    @Option(
            names = {"-q", "--questions"},
            paramLabel = "FILE",
            description = "VQA's questions; may be repeated.")
    private List<Path> questions = new ArrayList<>();

    @Option(
            names = {"-i", "--images"},
            paramLabel = "DIR",
            description = "Where the pictures lie.")
    private Optional<Path> images = Optional.empty();

    @Option(names = "--split", split = ",", paramLabel = "NAME", description = "Splits of Karpathy's file to take.")
    private Set<String> splits = new LinkedHashSet<>();

    @Option(names = "--language", paramLabel = "CODE", description = "Language of WIT to take, such as en.")
    private Optional<String> language = Optional.empty();

    @Option(
            names = "--image-column",
            paramLabel = "NAME",
            description = "Column or key of the picture's path in csv, tsv and jsonl (default: image).")
    private Optional<String> imageColumn = Optional.empty();

    @Option(
            names = "--caption-column",
            paramLabel = "NAME",
            description = "Column or key of the caption in csv, tsv and jsonl (default: caption).")
    private Optional<String> captionColumn = Optional.empty();

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            description = "Question about each picture of hateful_memes, with the words on it in place of {text}.")
    private Optional<String> prompt = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "Where to write.")
    private Path output;

    @Option(
            names = "--to",
            defaultValue = "magma",
            paramLabel = "LAYOUT",
            description = "What is written: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Layout layout;

    @Option(
            names = "--max-side",
            paramLabel = "PIXELS",
            description = "Shrink larger pictures to this; they are turned upright as their EXIF says.")
    private Optional<Integer> maxSide = Optional.empty();

    @Option(
            names = "--quality",
            defaultValue = "95",
            paramLabel = "N",
            description = "JPEG quality of shrunk pictures, 1 to 100 (default: ${DEFAULT-VALUE}).")
    private int quality;

    @Option(
            names = "--shard-mb",
            defaultValue = "500",
            paramLabel = "N",
            description = "Most megabytes of a tar shard (default: ${DEFAULT-VALUE}).")
    private int shardMegabytes;

    @Mixin
    private WorkersOption workers;

    @Mixin
    private JsonOption json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        ConversionInputs inputs = new ConversionInputs(
                annotations, questions, images, splits, language, imageColumn, captionColumn, prompt);
        ConversionOptions options = new ConversionOptions(
                output,
                layout,
                maxSide.stream().mapToInt(side -> side).findFirst(),
                quality,
                shardMegabytes * 1_000_000L,
                workers.count());
        CountProgress progress = Terminal.countProgress(spec);
        ConversionManifest manifest = new Conversion(format, inputs, options, Versions.magma(), progress::show).run();
        print(manifest);
        return ExitCode.OK;
    }

    private void print(ConversionManifest manifest) throws JsonProcessingException {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("output", output.toString());
        facts.putAll(manifest.counts());
        facts.put("left_out", manifest.leftOut());
        facts.put("licence_note", manifest.licenceNote());
        json.print(spec, facts);
    }
}
