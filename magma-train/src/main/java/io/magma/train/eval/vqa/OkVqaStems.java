package io.magma.train.eval.vqa;

import io.magma.train.data.DataException;
import io.magma.train.eval.text.PythonText;
import io.magma.train.json.JsonElements;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Stems of predictions as OK-VQA's annotations have them, after OpenFlamingo's {@code okvqa_stem}: what follows "Question", "Answer" or "Short" is
 * dropped; a word that is in the table of manual stems becomes what stands there; one in {@code -ing} its verb; a plural its singular.
 *
 * <p>Approximate in two places, for want of NLTK's tokenizer and tagger: words are split at white space, punctuation, {@code n't} and
 * {@code 's}; and a plural is what has another word of three letters or more for its singular that WordNet knows as a noun.
 *
 * @param manual stems that no rule gives, by word
 * @param lemmas verbs and nouns
 */
public record OkVqaStems(Map<String, String> manual, WordNetLemmas lemmas) implements UnaryOperator<String> {
    private static final Pattern NEXT_PROMPT = Pattern.compile("Question|Answer|Short");
    private static final Pattern APART =
            Pattern.compile("(?=n't\\b|'(?:s|re|ll|ve|d|m)\\b)|(?=[,;:@#$%&?!\"()\\[\\]{}<>])"
                    + "|(?<=[,;:@#$%&?!\"()\\[\\]{}<>])|(?=\\.+$)");
    private static final int SHORTEST_SINGULAR = 3;

    /** Copies the table. */
    public OkVqaStems {
        manual = Map.copyOf(manual);
    }

    /**
     * Reads a table of manual stems: a JSON object of stems by word.
     *
     * @throws DataException if the file is something else
     */
    public static Map<String, String> readManual(Path file) {
        Map<String, String> stems = new HashMap<>();
        JsonElements.ofObject(file, (word, stem) -> stems.put(word, stem.asText()));
        return stems;
    }

    @Override
    public String apply(String prediction) {
        List<String> stems = new ArrayList<>();
        String answer = NEXT_PROMPT.split(prediction, 2)[0];
        for (String word : PythonText.split(answer)) {
            APART.splitAsStream(word)
                    .filter(token -> !token.isEmpty())
                    .map(this::stem)
                    .forEach(stems::add);
        }
        return String.join(" ", stems);
    }

    private String stem(String word) {
        String known = manual.get(word);
        if (known != null) {
            return known;
        }
        if (word.endsWith("ing")) {
            return lemmas.verb(word);
        }
        String singular = EnglishSingular.of(word);
        boolean plural = !singular.equals(word)
                && singular.length() >= SHORTEST_SINGULAR
                && lemmas.isNoun(PythonText.lower(singular));
        return plural ? singular : word;
    }
}
