package io.magma.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.magma.config.ConfigException;
import io.magma.config.FrozenDtype;
import io.magma.config.ImageEncoderConfig;
import io.magma.multimodal.ModelManifest;
import io.magma.train.export.ExportSource;
import io.magma.train.export.LanguageModelExport;
import io.magma.train.export.ModelExport;
import io.magma.train.run.ImageEncoderExport;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code magma export}. */
@Command(
        name = "export",
        description = {
            "Writes a model folder for inference out of a run, and checks that it gives the run's own results.",
            "Frozen parts are referred to by path and hash unless --full copies them."
        },
        footer = {
            "  magma export runs/demo -o model --full",
            "  magma info -m model --verify",
            "  magma export runs/demo/checkpoints/step-00000500 -o model",
            "  magma export runs/demo --best -o model",
            "  magma export runs/lm --language-model --dtype float16 -o lm",
            "  magma export runs/clip --encoder -o encoder"
        })
final class ExportCommand implements Callable<Integer> {
    /** What is written; a whole model if none is chosen. */
    static final class What {
        @Option(names = "--full", description = "A whole model with copies of the frozen parts.")
        private boolean full;

        @Option(
                names = "--encoder",
                description = "The trained image encoder alone, as model.image_encoder.path names it.")
        private boolean encoder;

        @Option(names = "--language-model", description = "The trained language model alone, as a Hugging Face folder.")
        private boolean languageModel;
    }

    @Parameters(paramLabel = "RUN", description = "Run folder (its latest checkpoint) or checkpoint folder.")
    private Path run;

    @Option(
            names = "--best",
            description = "Of the run's best checkpoint instead of its latest; checkpoint.keep_best keeps some.")
    private boolean best;

    @Option(
            names = "--ema",
            description = "The moving averages of the trained weights instead of their last values, of a whole model;"
                    + " training.ema_decay keeps them.")
    private boolean averaged;

    @ArgGroup
    private What what = new What();

    @Option(
            names = "--dtype",
            defaultValue = "float32",
            paramLabel = "TYPE",
            description = "Element type for --language-model: float32, bfloat16, float16 (default: ${DEFAULT-VALUE}).")
    private FrozenDtype dtype;

    @Mixin
    private OutputFolder output;

    @Mixin
    private JsonOption json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        if (averaged && (what.languageModel || what.encoder)) {
            throw new ConfigException("--ema exports a whole model, without --language-model or --encoder");
        }
        Path from = best ? ExportSource.best(run) : run;
        if (what.languageModel) {
            int tensors = LanguageModelExport.write(from, output.path(), dtype.requireOfFiles("--dtype"));
            print(
                    facts("language_model", Map.of("tensors", tensors)),
                    "language model of " + tensors + " tensors, read back");
        } else if (what.encoder) {
            ExportSource source = ExportSource.open(from);
            ImageEncoderConfig encoder = source.config()
                    .model()
                    .imageEncoder()
                    .orElseThrow(() -> new ConfigException(run + ": the run has no image encoder"));
            ImageEncoderExport.write(encoder, source.trained(), output.path());
            print(facts("encoder", Map.of()), "image encoder");
        } else {
            ModelManifest manifest = ModelExport.write(from, output.path(), averaged, what.full);
            print(
                    facts("model", Map.of("step", manifest.step(), "full", what.full, "tensors", manifest.tensors())),
                    "model of " + manifest.tensors().get("trainable") + " trained and "
                            + manifest.tensors().get("frozen") + " frozen tensors, equal to step " + manifest.step()
                            + " of the run");
        }
        return ExitCode.OK;
    }

    private Map<String, Object> facts(String kind, Map<String, Object> more) {
        Map<String, Object> facts = new TreeMap<>(more);
        facts.put("output", output.path().toString());
        facts.put("kind", kind);
        return facts;
    }

    private void print(Map<String, Object> facts, String sentence) throws JsonProcessingException {
        if (json.isOn()) {
            json.print(spec, facts);
        } else {
            spec.commandLine().getOut().println(output.path() + ": " + sentence);
        }
    }
}
