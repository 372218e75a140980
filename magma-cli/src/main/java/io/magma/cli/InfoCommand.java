package io.magma.cli;

import ai.djl.engine.Engine;
import ai.djl.util.cuda.CudaUtils;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.magma.config.ConfigException;
import io.magma.inference.VisionLanguageModel;
import io.magma.multimodal.MultimodalModel;
import io.magma.torch.Devices;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code magma info}: versions, devices, parameters. */
@Command(
        name = "info",
        description = {
            "Prints versions, threads and devices; for a model also what is frozen and what is trained.",
            "With --verify it first proves that an exported model is the one that was exported."
        },
        footer = {
            "  magma info --json",
            "  magma info -c run.yml",
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
        ModelChoice choice = model.choice(overrides);
        try (VisionLanguageModel chosen = verify
                ? VisionLanguageModel.loadVerified(model.exported(), Devices.preferred())
                : choice.load(Devices.preferred())) {
            MultimodalModel loaded = chosen.model();
            if (verify) {
                facts.put("verified", true);
            }
            ParameterCounts counts = ParameterCounts.of(loaded);
            facts.put("tokens_per_image", loaded.tokensPerImage());
            facts.put("context", loaded.languageModel().config().maxPositions());
            facts.put("vocabulary", loaded.tokenizer().vocabularySize());
            if (json.isOn()) {
                facts.put("trained_parameters", counts.trained());
                facts.put("all_parameters", counts.all());
                facts.put("parts", counts.parts());
                json.print(spec, facts);
            } else {
                json.print(spec, facts);
                spec.commandLine().getOut().println("\n" + counts.table());
            }
        }
        return ExitCode.OK;
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
