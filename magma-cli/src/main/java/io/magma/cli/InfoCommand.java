package io.magma.cli;

import ai.djl.engine.Engine;
import ai.djl.util.cuda.CudaUtils;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code magma info}: versions and devices. */
@Command(
        name = "info",
        description = "Prints versions, threads and devices.",
        footer = {"  magma info", "  magma info --json"})
final class InfoCommand implements Callable<Integer> {
    @Mixin
    private JsonOption json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
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
        facts.put("default_device", engine.defaultDevice().toString());
        json.print(spec, facts);
        return ExitCode.OK;
    }
}
