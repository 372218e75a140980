package io.magma.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.config.ConfigException;
import io.magma.generate.Generation;
import io.magma.generate.SamplingConfig;
import io.magma.inference.Prompt;
import io.magma.inference.VisionLanguageModel;
import io.magma.torch.Devices;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code magma generate}. */
@Command(
        name = "generate",
        description = "Continues pictures and a text: a caption, an answer.",
        footer = {
            "  magma generate -m runs/demo --image cat.png",
            "  magma generate -m model --image cat.png --prompt Q:_Is_it_a_cat?_A: --json",
            "  magma generate -c run.yml --image a.png --image b.png --temperature 0.7 --top-p 0.9 --seed 1"
        })
final class GenerateCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private ModelOptions model;

    @Option(names = "--image", paramLabel = "FILE", description = "Picture to look at; may be repeated, in order.")
    private List<Path> images = new ArrayList<>();

    @Option(
            names = "--prompt",
            defaultValue = "",
            paramLabel = "TEXT",
            description = "Text after the pictures, such as 'Q: What is it? A:'.")
    private String prompt;

    @Mixin
    private SamplingOptions sampling;

    @Option(names = "--json", description = "Print one JSON object: {\"text\", \"tokens\"}.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        ModelChoice choice = model.choice();
        check(choice);
        SamplingConfig how = sampling.over(choice.generation());
        Prompt whole = new Prompt(List.of());
        for (Path image : images) {
            whole = whole.thenImage(image);
        }
        whole = whole.thenText(prompt);
        PrintWriter out = spec.commandLine().getOut();
        try (VisionLanguageModel loaded = choice.load(Devices.preferred())) {
            if (json) {
                out.println(line(loaded.generate(whole, how)));
            } else {
                loaded.generate(whole, how, piece -> {
                    out.print(piece);
                    out.flush();
                });
                out.println();
            }
        }
        return ExitCode.OK;
    }

    private void check(ModelChoice choice) {
        if (images.isEmpty() && prompt.isEmpty()) {
            throw new ConfigException("nothing to continue: give --image or --prompt");
        }
        if (!images.isEmpty() && choice.model().imageEncoder().isEmpty()) {
            throw new ConfigException("--image: the model has no image encoder");
        }
        for (Path image : images) {
            if (!Files.isRegularFile(image)) {
                throw new ConfigException("--image: no such file: " + image);
            }
        }
    }

    private static String line(Generation generation) throws JsonProcessingException {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("text", generation.text());
        line.put("tokens", generation.tokens());
        return JSON.writeValueAsString(line);
    }
}
