package io.magma.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.config.ConfigException;
import io.magma.train.eval.caption.CaptionEvaluation;
import io.magma.train.eval.caption.CaptionFile;
import io.magma.train.eval.caption.CaptionMetric;
import io.magma.train.eval.caption.CaptionPairs;
import io.magma.train.eval.caption.CaptionTokenizer;
import io.magma.train.eval.caption.CaptionedImage;
import io.magma.train.eval.caption.Meteor;
import io.magma.train.eval.caption.NocapsDomains;
import io.magma.train.eval.caption.SpiceInput;
import io.magma.train.eval.caption.SpiceOutput;
import io.magma.train.eval.statistics.Bootstrap;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code magma metric caption}. */
@Command(
        name = "caption",
        description = {
            "Scores captions: BLEU-1 to 4, ROUGE-L, CIDEr (CIDEr-D, as coco-caption's) and the original CIDEr, METEOR and SPICE",
            "with the programs of their authors. Scores with different tokenizers cannot be compared; it is always told.",
            "Files are COCO's annotations and results, or maps {\"id\": [\"caption\", ...]}."
        },
        footer = {
            "  magma metric caption --references captions_val2014.json --results results.json --tokenizer ptb --output out.json",
            "  magma metric caption --references val.json --results r.json --tokenizer nlgeval --references-limit 5",
            "  magma metric caption --references nocaps_val.json --results r.json --image-info nocaps_val_image_info.json --json",
            "  magma metric caption --references val.json --results r.json --meteor-jar meteor-1.5.jar --spice-input spice.json",
            "  magma metric caption --references val.json --results r.json --spice-output spice_scores.json"
        })
final class MetricCaptionCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(
            names = "--references",
            required = true,
            paramLabel = "FILE",
            description = "Right captions: {\"annotations\": [{\"image_id\": 1, \"caption\": \"...\"}]}, or a map.")
    private Path references;

    @Option(
            names = {"-r", "--results"},
            required = true,
            paramLabel = "FILE",
            description = "Captions to score: [{\"image_id\": 1, \"caption\": \"...\"}], or a map.")
    private Path results;

    @Option(
            names = "--tokenizer",
            defaultValue = "ptb",
            paramLabel = "NAME",
            description =
                    "ptb: Penn Treebank tokens in lower case without punctuation, as coco-caption; none: texts as they are; "
                            + "nlgeval: without white space at their ends, as nlg-eval and MAGMA (default: ${DEFAULT-VALUE}).")
    private CaptionTokenizer tokenizer;

    @Option(
            names = "--references-limit",
            paramLabel = "N",
            description = "Most references of an image, its first ones; MAGMA took 5. All if absent.")
    private Optional<Integer> referencesLimit = Optional.empty();

    @Option(
            names = "--image-info",
            paramLabel = "FILE",
            description = "Image info file of nocaps; scores by domain too.")
    private Optional<Path> imageInfo = Optional.empty();

    @Option(names = "--meteor-jar", paramLabel = "JAR", description = "Your meteor-1.5.jar, which is run for METEOR.")
    private Optional<Path> meteorJar = Optional.empty();

    @Option(names = "--spice-input", paramLabel = "FILE", description = "Write the file that SPICE reads.")
    private Optional<Path> spiceInput = Optional.empty();

    @Option(names = "--spice-output", paramLabel = "FILE", description = "Read the scores that SPICE wrote.")
    private Optional<Path> spiceOutput = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "JSON file of scores to write: Bleu_1 to Bleu_4, ROUGE_L, CIDEr and what was done.")
    private Optional<Path> output = Optional.empty();

    @Option(names = "--per-image", description = "Write the scores of every image into the output file, too.")
    private boolean perImage;

    @Option(names = "--json", description = "Print one JSON object on one line.")
    private boolean json;

    @Option(
            names = "--resamples",
            defaultValue = "1000",
            paramLabel = "N",
            description = "Draws of images for the 95 %% intervals (default: ${DEFAULT-VALUE}).")
    private int resamples;

    @Option(
            names = "--seed",
            defaultValue = "0",
            paramLabel = "S",
            description = "Seed of the draws (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        check();
        CaptionPairs pairs = CaptionPairs.of(
                CaptionFile.references(references), CaptionFile.results(results), tokenizer, referencesLimit);
        tellOdd(pairs);
        spiceInput.ifPresent(path -> new OutputFile(path).write(() -> SpiceInput.write(path, pairs.images())));
        Map<String, CaptionEvaluation> sets = evaluate(pairs.images());
        Map<String, Object> document = document(pairs, sets);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JSON.writeValueAsString(document));
        } else {
            out.print(CaptionTable.of(tokenizer, referencesLimit, sets));
            out.flush();
        }
        if (perImage) {
            document.put("per_image", entire(sets).perImage());
        }
        output.ifPresent(path -> new OutputFile(path)
                .write(() -> JSON.writerWithDefaultPrettyPrinter().writeValue(path.toFile(), document)));
        return ExitCode.OK;
    }

    private void check() {
        if (resamples < 1) {
            throw new ConfigException("--resamples must be at least 1, was " + resamples);
        }
        if (referencesLimit.isPresent() && referencesLimit.get() < 1) {
            throw new ConfigException("--references-limit must be at least 1, was " + referencesLimit.get());
        }
        if (perImage && output.isEmpty()) {
            throw new ConfigException("--per-image goes with --output");
        }
        meteorJar.filter(jar -> !Files.isRegularFile(jar)).ifPresent(jar -> {
            throw new ConfigException("--meteor-jar: " + jar + ": no such file");
        });
        output.ifPresent(path -> new OutputFile(path).check());
        spiceInput.ifPresent(path -> new OutputFile(path).check());
    }

    private void tellOdd(CaptionPairs pairs) {
        PrintWriter err = spec.commandLine().getErr();
        tell(err, pairs.withoutResult(), references + ": %d images have no result and are left out");
        tell(err, pairs.emptyResults(), results + ": %d captions have no token; they are scored as they are");
        tell(err, pairs.emptyReferences(), references + ": %d captions have no token; they count as references");
    }

    private static void tell(PrintWriter err, int count, String message) {
        if (count > 0) {
            err.println(message.replace("%d", Integer.toString(count)));
        }
    }

    private Map<String, CaptionEvaluation> evaluate(List<CaptionedImage> images) {
        List<CaptionMetric> metrics = new ArrayList<>(CaptionEvaluation.builtIn());
        meteorJar.ifPresent(jar -> metrics.add(Meteor.ofJar(jar)));
        spiceOutput.ifPresent(path -> metrics.add(SpiceOutput.read(path)));
        Map<String, List<CaptionedImage>> sets = new LinkedHashMap<>();
        imageInfo.ifPresent(path -> sets.putAll(NocapsDomains.read(path).sort(images)));
        sets.put(CaptionTable.ENTIRE, images);
        Bootstrap intervals = new Bootstrap(resamples, seed);
        Map<String, CaptionEvaluation> evaluations = new LinkedHashMap<>();
        sets.forEach((name, of) -> evaluations.put(name, CaptionEvaluation.of(of, metrics, intervals)));
        return evaluations;
    }

    private static CaptionEvaluation entire(Map<String, CaptionEvaluation> sets) {
        return Objects.requireNonNull(sets.get(CaptionTable.ENTIRE), "every run scores all images");
    }

    private Map<String, Object> document(CaptionPairs pairs, Map<String, CaptionEvaluation> sets) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.putAll(entire(sets).summary());
        document.put("tokenizer", CaptionTable.name(tokenizer));
        referencesLimit.ifPresent(limit -> document.put("references_limit", limit));
        document.put("resamples", resamples);
        document.put("seed", seed);
        document.put("without_result", pairs.withoutResult());
        document.put("empty_results", pairs.emptyResults());
        document.put("empty_references", pairs.emptyReferences());
        if (imageInfo.isPresent()) {
            Map<String, Object> domains = new LinkedHashMap<>();
            sets.forEach((name, evaluation) -> domains.put(name, evaluation.summary()));
            document.put("domains", domains);
        }
        return document;
    }
}
