package io.magma.train.eval.protocol;

import io.magma.config.Checks;
import io.magma.config.Key;
import io.magma.train.eval.task.ClassLabel;
import java.util.HashSet;
import java.util.List;

/**
 * Episodes of fast concept binding: pictures of a few classes with a word for each, then another picture of one of them, whose
 * word is asked for. The examples are the episode's own, so a protocol's {@code shots} has no say; its {@code samples.count} is
 * the number of episodes.
 *
 * @param ways classes of an episode
 * @param repeats how often the examples of an episode are shown again after the first time
 * @param induction what {@code {question}} of the prompt's opening says, with {@code {words}} for the episode's words; may be
 *     empty
 * @param realNames whether the words are the classes' own names
 * @param words otherwise the first {@code ways} of these, given to the classes anew in each episode
 * @param label what names a picture's class, one of {@link ClassLabel#FORMS}
 * @param minPictures fewest pictures of a class, one more than the most examples
 * @see <a href="https://arxiv.org/abs/2106.13884">Tsimpoukelli et al. 2021, section 4.3</a>
 */
public record BindingSettings(
        @Key(value = "Classes of an episode", range = "at least 2", fallback = "2")
        int ways,

        @Key(
                value = "How often the examples are shown again after the first time",
                range = "at least 0",
                fallback = "0")
        int repeats,

        @Key(value = "What {question} of the opening says, with {words} for the episode's; may be empty", fallback = "")
        String induction,

        @Key(value = "Whether the words are the classes' own names", fallback = "false")
        boolean realNames,

        @Key("Words without a meaning, of which the first are used")
        List<String> words,

        @Key(value = "What names a picture's class: " + ClassLabel.FORMS, fallback = "caption")
        String label,

        @Key(
                value = "Fewest pictures of a class, one more than the most examples",
                range = "at least 2",
                fallback = "6")
        int minPictures) {
    /** Task induction as the papers have it. */
    public static final String INDUCTION = "Answer with {words}.";

    private static final String WORDS = "{words}";

    public BindingSettings {
        words = List.copyOf(words);
        List<String> all = words;
        new Checks()
                .atLeast(2, "ways", ways)
                .atLeast(0, "repeats", repeats)
                .atLeast(2, "min_pictures", minPictures)
                .require(all.stream().noneMatch(String::isBlank), "words", () -> "has an empty one")
                .require(new HashSet<>(all).size() == all.size(), "words", () -> "has one twice: " + all)
                .require(
                        ClassLabel.parse(label).isPresent(),
                        "label",
                        () -> "must be " + ClassLabel.FORMS + ", was '" + label + "'")
                .requireJointly(
                        realNames || all.size() >= ways,
                        "words",
                        () -> "has " + all.size() + " for " + ways + " classes; give more, or use real names")
                .done();
    }

    /** What names a picture's class. */
    public ClassLabel classLabel() {
        return ClassLabel.parse(label).orElseThrow();
    }

    /** The words that all episodes use; empty where the classes have their own names. */
    public List<String> closedWords() {
        return realNames ? List.of() : words.subList(0, ways);
    }

    /** The induction for an episode's words: {@code a or b}, {@code a, b or c}. */
    String induction(List<String> of) {
        int last = of.size() - 1;
        return induction.replace(WORDS, String.join(", ", of.subList(0, last)) + " or " + of.get(last));
    }
}
