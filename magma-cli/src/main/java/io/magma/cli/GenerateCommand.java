package io.magma.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.config.ConfigException;
import io.magma.generate.Generation;
import io.magma.generate.SamplingConfig;
import io.magma.generate.TokenListener;
import io.magma.image.RasterImage;
import io.magma.multimodal.Prompt;
import io.magma.multimodal.VisionLanguagePipeline;
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
        try (VisionLanguagePipeline pipeline = VisionLanguagePipeline.load(
                choice.model(), choice.generation(), Devices.preferred(), choice.seed(), choice.trained())) {
            List<RasterImage> pictures = images.stream().map(pipeline::image).toList();
            PrintWriter out = spec.commandLine().getOut();
            List<Prompt> prompts = List.of(Prompt.of(pictures, prompt));
            if (json) {
                out.println(line(pipeline.generate(prompts, how).get(0)));
            } else {
                pipeline.generate(prompts, how, new Streaming(out));
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

    /** Prints text as soon as it is certain. */
    private record Streaming(PrintWriter out) implements TokenListener {
        @Override
        public void token(int row, int token, String piece) {
            print(piece);
        }

        @Override
        public void finished(int row, String rest, Generation generation) {
            print(rest);
        }

        private void print(String text) {
            out.print(text);
            out.flush();
        }
    }
}
