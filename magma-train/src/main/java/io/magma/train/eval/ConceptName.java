package io.magma.train.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a caption of the emoji data names, apart from skin tone, hair and gender.
 *
 * <p>CLDR's names have the form {@code head: detail, detail}. The concept is the normalised name in which
 *
 * <ol>
 *   <li>words of gender are neutral: man and woman are {@code person}, men and women {@code people}, mermaid and merman {@code
 *       merperson};
 *   <li>details that end in {@code skin tone} or {@code hair}, and {@code bald}, are gone; others stay, since they are the
 *       concept itself ({@code flag: italy}, {@code keycap: 3});
 *   <li>the head has lost a leading {@code person} or {@code people}, unless it is nothing else ({@code man health worker} is
 *       {@code health worker}, as CLDR calls the neutral one).
 * </ol>
 *
 * @see <a href="https://www.unicode.org/reports/tr35/tr35-general.html#SynthesizingNames">UTS 35, synthesizing names</a>
 */
public final class ConceptName {
    private static final Map<String, String> NEUTRAL = Map.of(
            "man", "person",
            "woman", "person",
            "men", "people",
            "women", "people",
            "mermaid", "merperson",
            "merman", "merperson");
    private static final Set<String> LEADING = Set.of("person", "people");
    private static final Pattern VARIANT = Pattern.compile("(.*\\b)?(skin tone|hair)|bald");

    private ConceptName() {}

    /** The concept that a caption names. */
    public static String of(String caption) {
        String[] parts = AnswerText.normalized(caption).split(": ?", 2);
        List<String> head = neutral(parts[0]);
        if (head.size() > 1 && LEADING.contains(head.get(0))) {
            head.remove(0);
        }
        List<String> details = parts.length == 1
                ? List.of()
                : Arrays.stream(parts[1].split(", ?", -1))
                        .filter(d -> !VARIANT.matcher(d).matches())
                        .map(d -> String.join(" ", neutral(d)))
                        .toList();
        return String.join(" ", head) + (details.isEmpty() ? "" : ": " + String.join(", ", details));
    }

    private static List<String> neutral(String words) {
        List<String> neutral = new ArrayList<>();
        for (String word : words.split(" ", -1)) {
            neutral.add(NEUTRAL.getOrDefault(word, word));
        }
        return neutral;
    }
}
