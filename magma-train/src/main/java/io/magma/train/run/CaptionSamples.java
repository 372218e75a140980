package io.magma.train.run;

import io.magma.train.data.ImageBytes;
import io.magma.train.data.Sample;
import io.magma.train.distributed.Collective;
import io.magma.train.eval.PictureAnswers;
import io.magma.train.eval.PicturePreview;
import io.magma.train.loop.Evaluation;
import io.magma.train.metrics.MetricsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * What the model says about a few evaluation pictures, always the same ones: {@code samples}, a list of {@code image, prompt,
 * truth, text}, where {@code image} is a PNG in the run's folder.
 */
final class CaptionSamples implements Evaluation {
    private static final String FOLDER = "samples";

    private final PictureAnswers answers;
    private final List<Sample> samples;
    private final Path run;
    private final Collective collective;

    CaptionSamples(PictureAnswers answers, List<Sample> samples, Path run, Collective collective) {
        this.answers = answers;
        this.samples = List.copyOf(samples);
        this.run = run;
        this.collective = collective;
    }

    @Override
    public Map<String, Object> evaluate(int step, BooleanSupplier stop) {
        if (collective.rank() != 0 || stop.getAsBoolean()) {
            return Map.of();
        }
        List<String> texts = answers.seeing(samples);
        List<Map<String, String>> shown = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            Map<String, String> entry = new LinkedHashMap<>();
            entry.put("image", picture(sample));
            if (!sample.prompt().isEmpty()) {
                entry.put("prompt", sample.prompt());
            }
            entry.put("truth", sample.references().get(0));
            entry.put("text", texts.get(i).strip());
            shown.add(entry);
        }
        return Map.of("samples", shown);
    }

    private String picture(Sample sample) {
        String name = FOLDER + "/" + sample.id().replaceAll("[^A-Za-z0-9._-]", "_") + ".png";
        Path file = run.resolve(name);
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(run.resolve(FOLDER));
                ImageBytes image = sample.image().orElseThrow();
                Files.write(file, PicturePreview.of(image).png());
            }
        } catch (IOException e) {
            throw new MetricsException(file, "cannot write", e);
        }
        return name;
    }
}
