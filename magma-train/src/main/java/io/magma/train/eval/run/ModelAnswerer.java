package io.magma.train.eval.run;

import io.magma.config.EarlyStopping;
import io.magma.config.TopPMode;
import io.magma.generate.AnswerScore;
import io.magma.generate.Generation;
import io.magma.generate.SamplingConfig;
import io.magma.inference.Prompt;
import io.magma.inference.PromptImage;
import io.magma.inference.VisionLanguageModel;
import io.magma.train.eval.protocol.DecodingSettings;
import io.magma.train.eval.protocol.PromptPart;
import io.magma.train.eval.task.TaskItem;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers of a model.
 *
 * @param model stays the caller's
 */
public record ModelAnswerer(VisionLanguageModel model) implements Answerer {
    @Override
    public int context() {
        return model.model().languageModel().config().maxPositions();
    }

    @Override
    public int tokens(List<PromptPart> prompt) {
        int tokens = 0;
        for (PromptPart part : prompt) {
            tokens += part instanceof PromptPart.Words words
                    ? encode(words.text())
                    : model.model().tokensPerImage();
        }
        return tokens;
    }

    @Override
    public int answerTokens(List<String> answers) {
        // The end of the text is scored too.
        return 1 + answers.stream().mapToInt(this::encode).max().orElse(0);
    }

    private int encode(String text) {
        return model.model().tokenizer().encode(text).length;
    }

    @Override
    public List<String> generate(List<List<PromptPart>> prompts, DecodingSettings decoding, long seed) {
        SamplingConfig sampling = new SamplingConfig(
                decoding.maxNewTokens(),
                decoding.temperature(),
                decoding.topK(),
                1,
                TopPMode.NUCLEUS,
                seed,
                decoding.stop(),
                decoding.beams(),
                decoding.lengthPenalty(),
                EarlyStopping.HEURISTIC);
        List<Prompt> all = prompts.stream().map(ModelAnswerer::prompt).toList();
        if (sampling.greedy()) {
            return model.generateAll(all, sampling).stream()
                    .map(Generation::text)
                    .toList();
        }
        // A row's random numbers follow from its place in the call, so each has a call of its own.
        return all.stream()
                .map(prompt -> model.generate(prompt, sampling).text())
                .toList();
    }

    @Override
    public List<double[]> rank(List<List<PromptPart>> prompts, List<String> answers, boolean mean) {
        List<Prompt> all = prompts.stream().map(ModelAnswerer::prompt).toList();
        return model.rank(all, answers).stream()
                .map(ranking -> ranking.scores().stream()
                        .mapToDouble(mean ? AnswerScore::meanLogProbability : AnswerScore::logProbability)
                        .toArray())
                .toList();
    }

    @Override
    public List<String> classes() {
        return model.classes();
    }

    @Override
    public List<double[]> classify(List<List<PromptPart>> prompts, List<String> labels) {
        List<Prompt> all = prompts.stream().map(ModelAnswerer::prompt).toList();
        return model.classifyAll(all).stream()
                .map(classified ->
                        labels.stream().mapToDouble(classified::logProbability).toArray())
                .toList();
    }

    @Override
    public List<float[]> features(List<TaskItem> items) {
        return List.of(model.embedImages(
                items.stream().map(item -> PromptImage.of(item.image())).toList()));
    }

    private static Prompt prompt(List<PromptPart> parts) {
        List<Prompt.Segment> segments = new ArrayList<>();
        for (PromptPart part : parts) {
            if (part instanceof PromptPart.Words words) {
                segments.add(new Prompt.Text(words.text()));
            } else if (part instanceof PromptPart.Picture picture) {
                segments.add(PromptImage.of(picture.file()));
            } else {
                segments.add(PromptImage.blank());
            }
        }
        return new Prompt(segments);
    }
}
