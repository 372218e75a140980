package io.magma.train.bench;

import io.magma.generate.Generation;
import io.magma.generate.SamplingConfig;
import io.magma.inference.Prompt;
import io.magma.inference.VisionLanguageModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Times greedy generation after a picture and a short text. */
public final class GenerateBench {
    private static final int PICTURE_SIDE = 224;
    private static final String PROMPT = "a picture of";

    private final VisionLanguageModel model;
    private final List<Prompt> prompts;

    /**
     * Prepares pictures.
     *
     * @param model stays the caller's
     * @param batch prompts at a time, at least 1; the model takes them in groups of at most 16
     */
    public GenerateBench(VisionLanguageModel model, int batch) {
        this.model = model;
        SyntheticPictures pictures = new SyntheticPictures(PICTURE_SIDE, 1);
        this.prompts = IntStream.range(0, batch)
                .mapToObj(i -> Prompt.image(pictures.next().image()).thenText(PROMPT))
                .toList();
    }

    /**
     * Measures.
     *
     * @param newTokens most tokens to generate; a model may end earlier
     * @param rounds how often, at least 1
     * @param warmup rounds before that do not count
     * @return {@code batch_size}, {@code max_new_tokens}, {@code tokens} generated in a round, {@code first_token_seconds} for
     *     reading the pictures, the prompts and one token each, {@code seconds} of a round and {@code tokens_per_second}
     */
    public Map<String, Object> measure(int newTokens, int rounds, int warmup) {
        double[] first = new double[rounds];
        double[] seconds = new double[rounds];
        double[] rate = new double[rounds];
        int tokens = 0;
        for (int round = -warmup; round < rounds; round++) {
            long start = System.nanoTime();
            model.generateAll(prompts, SamplingConfig.greedy(1));
            long between = System.nanoTime();
            List<Generation> all = model.generateAll(prompts, SamplingConfig.greedy(newTokens));
            long end = System.nanoTime();
            if (round >= 0) {
                tokens = all.stream()
                        .mapToInt(generation -> generation.tokens().length)
                        .sum();
                first[round] = (between - start) / 1e9;
                seconds[round] = (end - between) / 1e9;
                rate[round] = tokens / seconds[round];
            }
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("batch_size", prompts.size());
        result.put("max_new_tokens", newTokens);
        result.put("tokens", tokens);
        result.put("first_token_seconds", Spread.of(first));
        result.put("seconds", Spread.of(seconds));
        result.put("tokens_per_second", Spread.of(rate));
        return result;
    }
}
