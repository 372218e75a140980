package io.magma.train.eval.run;

import io.magma.train.eval.protocol.DecodingSettings;
import io.magma.train.eval.protocol.PromptPart;
import io.magma.train.eval.task.TaskItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Answers without a model: the word after the last "Say", in a context of words; pictures are five. */
final class ScriptedAnswerer implements Answerer {
    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    final List<String> asked = new ArrayList<>();
    private final int context;
    private final int batches;
    private int done;

    /** Ends at the given number of batches, as a process that is killed. */
    ScriptedAnswerer(int context, int batches) {
        this.context = context;
        this.batches = batches;
    }

    @Override
    public int context() {
        return context;
    }

    @Override
    public int tokens(List<PromptPart> prompt) {
        return prompt.stream()
                .mapToInt(p -> p instanceof PromptPart.Words w ? words(w.text()) : 5)
                .sum();
    }

    @Override
    public int answerTokens(List<String> answers) {
        return 2;
    }

    @Override
    public List<String> generate(List<List<PromptPart>> prompts, DecodingSettings decoding, long seed) {
        begin(prompts);
        return prompts.stream().map(ScriptedAnswerer::word).toList();
    }

    @Override
    public List<double[]> rank(List<List<PromptPart>> prompts, List<String> answers, boolean mean) {
        begin(prompts);
        return prompts.stream()
                .map(prompt -> answers.stream()
                        .mapToDouble(a -> a.strip().equals(word(prompt)) ? -0.5 : -3)
                        .toArray())
                .toList();
    }

    @Override
    public List<float[]> features(List<TaskItem> items) {
        return items.stream()
                .map(i -> new float[] {Integer.parseInt(i.imageId()), 1})
                .toList();
    }

    private static int words(String text) {
        return (int) text.chars().filter(c -> c == ' ').count() + 1;
    }

    private void begin(List<List<PromptPart>> prompts) {
        if (done++ == batches) {
            throw new Killed();
        }
        prompts.forEach(prompt -> asked.add(PromptPart.shown(prompt)));
    }

    // "Q: Say cat? A:" gives "cat", for a question with a picture; without one, "unseen".
    private static String word(List<PromptPart> prompt) {
        boolean seen = prompt.stream().anyMatch(PromptPart.Picture.class::isInstance);
        String shown = PromptPart.shown(prompt);
        String last = shown.substring(shown.lastIndexOf("Say ") + 4).replace("? A:", "");
        return seen ? last.toLowerCase(Locale.ROOT) : "unseen";
    }
}
