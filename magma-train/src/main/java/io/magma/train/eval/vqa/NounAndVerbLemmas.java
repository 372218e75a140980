package io.magma.train.eval.vqa;

import io.magma.train.eval.text.PythonText;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Predictions with base forms for nouns and verbs, after {@code apply_lemmatizer} of LAVIS (BLIP-2's OK-VQA).
 *
 * <p>Approximate: LAVIS asks spaCy's tagger what is a noun or a verb; here words in {@code -ing} and {@code -ed} count as verbs if WordNet
 * knows one, and all others as nouns. Scores come near the published ones, not to the digit.
 *
 * @param lemmas where base forms come from
 */
public record NounAndVerbLemmas(WordNetLemmas lemmas) implements UnaryOperator<String> {
    @Override
    public String apply(String prediction) {
        return PythonText.split(prediction).stream().map(this::lemma).collect(Collectors.joining(" "));
    }

    private String lemma(String word) {
        boolean likeVerb = word.endsWith("ing") || word.endsWith("ed");
        String verb = likeVerb ? lemmas.verb(word) : word;
        return verb.equals(word) ? lemmas.noun(word) : verb;
    }
}
