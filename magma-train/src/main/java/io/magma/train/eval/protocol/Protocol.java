package io.magma.train.eval.protocol;

import io.magma.config.Checks;
import io.magma.config.Key;
import java.util.List;
import java.util.Optional;

/**
 * Everything that decides what a model is asked and how its answers are judged.
 *
 * @param name of the preset, or the user's
 * @param sources where the values come from
 * @param prompt texts around questions and answers
 * @param shots which examples stand before a question
 * @param samples which items are asked, in which order
 * @param seeds one trial each; mean and deviation over them are reported
 * @param decoding how an answer is generated
 * @param post what is done to a generated text before it is scored, in this order
 * @param scoring how it is scored
 * @param binding episodes of fast concept binding; empty for tasks whose items are read
 */
public record Protocol(
        @Key(value = "Name in reports", fallback = "custom") String name,

        @Key("Where the values come from") List<String> sources,

        @Key(value = "Texts around questions and answers", required = true)
        PromptTexts prompt,

        @Key("Examples before a question") ShotSettings shots,

        @Key("Which items are asked, in which order") SampleSettings samples,

        @Key(value = "Seeds, one trial each", range = "0 to 4294967295", fallback = "42")
        List<Long> seeds,

        @Key("How an answer is generated") DecodingSettings decoding,

        @Key("What is done to a generated text before it is scored, in this order")
        List<PostStep> post,

        @Key("How it is scored") ScoringSettings scoring,

        @Key("Episodes of fast concept binding, for the task that asks them")
        Optional<BindingSettings> binding) {
    public Protocol {
        sources = List.copyOf(sources);
        seeds = List.copyOf(seeds);
        post = List.copyOf(post);
        List<Long> all = seeds;
        new Checks()
                .require(!all.isEmpty(), "seeds", () -> "must name at least one")
                .require(all.stream().distinct().count() == all.size(), "seeds", () -> "has one twice")
                .require(
                        all.stream().allMatch(s -> s >= 0 && s <= 0xffffffffL),
                        "seeds",
                        () -> "must be from 0 to 4294967295, were " + all)
                .done();
    }

    /** The same with another decoding. */
    public Protocol with(DecodingSettings other) {
        return new Protocol(name, sources, prompt, shots, samples, seeds, other, post, scoring, binding);
    }

    /** What the model said, made ready for scoring. */
    public String processed(String output) {
        String text = output;
        for (PostStep step : post) {
            text = step.apply(text);
        }
        return text;
    }
}
