package io.magma.train.eval.protocol;

import io.magma.config.Checks;
import io.magma.config.Key;

/**
 * Texts around questions and answers. {@code {image}}, {@code {question}} and {@code {answer}} stand for those of an item.
 *
 * @param shot an example
 * @param query what is asked; has no {@code {answer}}
 * @param zeroShotQuery what is asked when there is no example before it; empty means as {@code query}
 * @param separator stands after every example
 * @param induction stands before every example and before the query, tokenised on its own; empty means none
 * @param opening stands at the very beginning; may have the query's {@code {question}}
 * @param joined whether texts that meet are tokenised as one; otherwise each is on its own
 */
public record PromptTexts(
        @Key(value = "An example, with {image}, {question} and {answer} in place of an item's", required = true)
        String shot,

        @Key(value = "What is asked, with {image} and {question}", required = true)
        String query,

        @Key(value = "What is asked without examples; empty means as query", fallback = "")
        String zeroShotQuery,

        @Key(value = "Text after every example", fallback = "")
        String separator,

        @Key(value = "Text before every example and the query, tokenised on its own; empty means none", fallback = "")
        String induction,

        @Key(value = "Text at the very beginning, may have the query's {question}", fallback = "")
        String opening,

        @Key(value = "Whether texts that meet are tokenised as one", fallback = "true")
        boolean joined) {
    public PromptTexts {
        Checks checks = new Checks();
        Template.problem(shot).ifPresent(p -> checks.require(false, "shot", () -> p));
        Template.problem(query).ifPresent(p -> checks.require(false, "query", () -> p));
        Template.problem(zeroShotQuery).ifPresent(p -> checks.require(false, "zero_shot_query", () -> p));
        Template.problem(opening).ifPresent(p -> checks.require(false, "opening", () -> p));
        checks.require(shot.contains(Template.ANSWER), "shot", () -> "must contain {answer}, was '" + shot + "'")
                .require(
                        !opening.contains(Template.IMAGE) && !opening.contains(Template.ANSWER),
                        "opening",
                        () -> "can only have a {question}, was '" + opening + "'")
                .require(!query.contains(Template.ANSWER), "query", () -> "gives the {answer} away")
                .require(!zeroShotQuery.contains(Template.ANSWER), "zero_shot_query", () -> "gives the {answer} away")
                .done();
    }

    /** The query of a prompt with this many examples. */
    String query(int shots) {
        return shots == 0 && !zeroShotQuery.isEmpty() ? zeroShotQuery : query;
    }

    /**
     * What stands between the query and an answer: the end of what an example has there, such as a space after {@code A:}; a
     * space where examples are written in another way than the query.
     */
    public String answerLead() {
        String before = shot.substring(0, shot.indexOf(Template.ANSWER));
        return before.startsWith(query) ? before.substring(query.length()) : " ";
    }
}
