package io.magma.cli;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.util.cuda.CudaUtils;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.magma.config.ConfigException;
import io.magma.config.ConfigLoader;
import io.magma.config.RunConfig;
import io.magma.inference.VisionLanguageModel;
import io.magma.multimodal.MultimodalModel;
import io.magma.torch.Devices;
import io.magma.train.memory.MachineMemory;
import io.magma.train.memory.MemoryEstimate;
import io.magma.train.memory.MemoryEstimator;
import io.magma.train.memory.ModelOutline;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code magma info}: versions, devices, parameters, memory of a run. */
@Command(
        name = "info",
        description = {
            "Prints versions, threads and devices; for a model also what is frozen and what is trained.",
            "Of a run configuration it also works out how much memory training takes, from the shapes alone: no weight is "
                    + "loaded.",
            "With --verify it first proves that an exported model is the one that was exported."
        },
        footer = {
            "  magma info --json",
            "  magma info -c run.yml",
            "  magma info -c run.yml --set training.batch_size=32 --tokens 40",
            "  magma info -m runs/demo",
            "  magma info -m model --verify"
        })
final class InfoCommand implements Callable<Integer> {
    @ArgGroup
    private ModelOptions.Source model = new ModelOptions.Source();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Overrides a key of the configuration; may be repeated.")
    private List<String> overrides = new ArrayList<>();

    @Option(
            names = "--verify",
            description = "Read every byte of an exported model, and ask it what it was asked when it was exported.")
    private boolean verify;

    @Option(
            names = "--tokens",
            paramLabel = "N",
            description =
                    "Tokens of every row, its end token counted, for the memory of a run; otherwise those of the first "
                            + "training batches.")
    private Optional<Integer> tokens = Optional.empty();

    @Mixin
    private JsonOption json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        Map<String, Object> facts = system();
        if (!model.isGiven()) {
            if (verify) {
                throw new ConfigException("--verify needs an exported model, as in -m model");
            }
            json.print(spec, facts);
            return ExitCode.OK;
        }
        Optional<Path> config = model.config();
        if (config.isPresent() && !verify) {
            run(ConfigLoader.load(config.get(), overrides), facts);
            return ExitCode.OK;
        }
        if (tokens.isPresent()) {
            throw new ConfigException("--tokens goes with --config, as in -c run.yml");
        }
        ModelChoice choice = model.choice(overrides);
        try (VisionLanguageModel chosen = verify
                ? VisionLanguageModel.loadVerified(model.exported(), Devices.preferred())
                : choice.load(Devices.preferred())) {
            MultimodalModel loaded = chosen.model();
            if (verify) {
                facts.put("verified", true);
            }
            facts.put("tokens_per_image", loaded.tokensPerImage());
            facts.put("context", loaded.languageModel().config().maxPositions());
            facts.put("vocabulary", loaded.tokenizer().vocabularySize());
            print(facts, ParameterCounts.of(loaded));
        }
        return ExitCode.OK;
    }

    private void run(RunConfig run, Map<String, Object> facts) throws JsonProcessingException {
        int most = tokens.orElse(1);
        ModelOutline outline = ModelOutline.of(run);
        if (most < 1 || most > outline.decoder().maxPositions() - outline.tokensPerImage()) {
            throw new ConfigException("--tokens: must be at least 1 and at most the "
                    + (outline.decoder().maxPositions() - outline.tokensPerImage())
                    + " that the context has beside a picture, was " + most);
        }
        Device device = Devices.preferred();
        OptionalInt rows = tokens.isPresent() ? OptionalInt.of(most) : OptionalInt.empty();
        MemoryEstimate memory = MemoryEstimator.of(run, outline, rows, device.isGpu());
        MachineMemory machine = MachineMemory.of(device);
        facts.put("tokens_per_image", outline.tokensPerImage());
        facts.put("context", outline.decoder().maxPositions());
        facts.put("vocabulary", outline.tokenizer().vocabularySize());
        if (json.isOn()) {
            facts.put("memory", MemoryTable.facts(memory, machine));
        }
        print(facts, ParameterCounts.of(outline));
        if (!json.isOn()) {
            spec.commandLine().getOut().println("\n" + MemoryTable.text(memory, machine));
        }
    }

    private void print(Map<String, Object> facts, ParameterCounts counts) throws JsonProcessingException {
        if (json.isOn()) {
            facts.put("trained_parameters", counts.trained());
            facts.put("all_parameters", counts.all());
            facts.put("parts", counts.parts());
        }
        json.print(spec, facts);
        if (!json.isOn()) {
            spec.commandLine().getOut().println("\n" + counts.table());
        }
    }

    private static Map<String, Object> system() {
        Map<String, Object> facts = new LinkedHashMap<>();
        Engine engine = Engine.getEngine("PyTorch");
        facts.put("magma", Versions.magma());
        facts.put("java", Versions.java());
        facts.put("djl", Engine.getDjlVersion());
        facts.put("libtorch", engine.getVersion());
        facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        facts.put("cpu_threads", Runtime.getRuntime().availableProcessors());
        facts.put("max_heap_mib", Runtime.getRuntime().maxMemory() >> 20);
        facts.put("gpus", engine.getGpuCount());
        facts.put("cuda", CudaUtils.getGpuCount() > 0 ? CudaUtils.getCudaVersionString() : "none");
        facts.put("device", Devices.preferred().toString());
        return facts;
    }
}
