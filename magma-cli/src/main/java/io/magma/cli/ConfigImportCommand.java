package io.magma.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.magma.config.ConfigException;
import io.magma.config.ConfigLoader;
import io.magma.config.ImportedKey;
import io.magma.config.ReferenceImport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code magma config import}. */
@Command(
        name = "import",
        description = {
            "Turns a configuration of the Python reference implementation of MAGMA into a run, and says what became of each "
                    + "key: mapped, ignored for a reason, or refused.",
            "If a key is refused, nothing is written and it exits with 2."
        },
        footer = {
            "  magma config import MAGMA_v1.yml -o run.yml",
            "  magma config import MAGMA_v2.yml -o run.yml --processes 4 --language-model hf:org/gpt-j-6b --exact",
            "  magma config import MAGMA_v1.yml -o run.yml --json"
        })
final class ConfigImportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The reference's YAML file.")
    private Path file;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "OUT",
            description =
                    "Run configuration to write; must not exist. Relative paths in it are relative to its folder.")
    private Path output;

    @Option(
            names = "--language-model",
            paramLabel = "PATH",
            defaultValue = "models/gpt-j-6b",
            description = "Written as model.language_model.path (default: ${DEFAULT-VALUE}).")
    private String languageModel;

    @Option(
            names = "--image-encoder",
            paramLabel = "PATH",
            defaultValue = "",
            description =
                    "Written as model.image_encoder.path (default: models/clip-rn50x16 for clip_resnet_large and so on).")
    private String imageEncoder;

    @Option(
            names = "--processes",
            paramLabel = "N",
            defaultValue = "1",
            description = "Processes that share the batch of a step (default: ${DEFAULT-VALUE}).")
    private int processes;

    @Option(
            names = "--exact",
            description =
                    "Repeat what the reference does by mistake too: rows padded to 2,048, micro-batches that weigh the "
                            + "same, batch statistics in a trained ResNet.")
    private boolean exact;

    @Mixin
    private JsonOption json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (processes < 1) {
            throw new ConfigException("--processes must be at least 1, was " + processes);
        }
        if (Files.exists(output)) {
            throw new ConfigException("--output: exists already: " + output);
        }
        ReferenceImport.Result result = ReferenceImport.of(
                file.toString(), text(), new ReferenceImport.Options(languageModel, imageEncoder, processes, exact));
        String yaml = "# scripts/magma train -c " + output.getFileName() + "\n#\n# Imported from " + file.getFileName()
                + " of the reference implementation.\n" + result.yaml();
        Path folder = output.toAbsolutePath().resolveSibling("");
        ConfigLoader.parse(file + " as a run", yaml, folder, List.of());
        Files.createDirectories(folder);
        Files.writeString(output, yaml);
        report(result.keys());
        return ExitCode.OK;
    }

    private String text() throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new ConfigException(file + ": no such file");
        }
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new ConfigException(file + ": is not UTF-8 text", e);
        }
    }

    private void report(List<ImportedKey> keys) throws JsonProcessingException {
        PrintWriter err = spec.commandLine().getErr();
        for (ImportedKey key : keys) {
            err.println(outcome(key) + "  " + key.key() + " (" + key.value() + "): " + key.detail());
        }
        if (!json.isOn()) {
            spec.commandLine().getOut().println(output);
            return;
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("output", output.toString());
        facts.put("keys", keys.stream().map(ConfigImportCommand::facts).toList());
        json.print(spec, facts);
    }

    private static Map<String, String> facts(ImportedKey key) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("key", key.key());
        facts.put("value", key.value());
        facts.put("outcome", outcome(key).strip());
        facts.put("detail", key.detail());
        return facts;
    }

    private static String outcome(ImportedKey key) {
        return String.format(Locale.ROOT, "%-7s", key.outcome().name().toLowerCase(Locale.ROOT));
    }
}
