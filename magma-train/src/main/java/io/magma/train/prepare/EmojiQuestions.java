package io.magma.train.prepare;

import io.magma.train.data.DataException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Questions whose answers follow from an emoji's name, keywords and category.
 *
 * <p>Yes/no questions come in pairs: for every "yes" about a category there is one "no" about the same category on
 * another picture of the split, so that the question alone gives nothing away.
 */
final class EmojiQuestions {

    private static final Map<String, String> THINGS = Map.of(
            "Animals & Nature", "an animal or a plant",
            "Food & Drink", "food or drink",
            "Flags", "a flag",
            "Travel & Places", "a place or a vehicle",
            "Objects", "an object",
            "Symbols", "a symbol",
            "Smileys & Emotion", "a face or an emotion",
            "People & Body", "a person or a body part",
            "Activities", "an activity");

    private static final Pattern FLAG = Pattern.compile("^flag: (.+)");
    private static final Pattern SKIN = Pattern.compile("(medium-light|medium-dark|light|medium|dark) skin tone");
    private static final Pattern CLOCK = Pattern.compile("^\\w+(?:-thirty| o’clock)$", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern COLOR = Pattern.compile("\\b("
            + Stream.of("red,orange,yellow,green,blue,purple,brown,black,white,pink,light blue,grey".split(",", -1))
                    .sorted(Comparator.comparingInt(String::length).reversed())
                    .collect(Collectors.joining("|"))
            + ") (circle|square|heart|book|apple)$");
    private static final Pattern ARROW =
            Pattern.compile("^((?:up|down|left|right)(?:-(?:up|down|left|right))?) arrow$");
    private static final Pattern KEYCAP = Pattern.compile("^keycap: (.+)$");
    private static final Pattern HAIR = Pattern.compile("(?:red|curly|white) hair|bald");

    private EmojiQuestions() {}

    /** Returns the questions of every picture of one split, by picture id. */
    static Map<String, List<Question>> of(List<EmojiPicture> split) {
        Map<String, List<Question>> questions = new LinkedHashMap<>();
        for (EmojiPicture picture : split) {
            questions.put(picture.id(), about(picture));
        }
        for (String category : new TreeSet<>(THINGS.keySet())) {
            addYesNo(split, category, questions);
        }
        return questions;
    }

    private static void addYesNo(List<EmojiPicture> split, String category, Map<String, List<Question>> questions) {
        List<String> yes = split.stream()
                .filter(p -> p.category().equals(category) && HashFraction.of("y" + p.id()) < 0.5)
                .map(EmojiPicture::id)
                .sorted()
                .toList();
        List<String> no = split.stream()
                .filter(p -> !p.category().equals(category))
                .map(EmojiPicture::id)
                .sorted(Comparator.comparingDouble(id -> HashFraction.of("n" + category + id)))
                .toList();
        int pairs = Math.min(yes.size(), no.size());
        String prompt = "Is this " + thing(category) + "?";
        yes.subList(0, pairs).forEach(id -> add(questions, id, new Question(prompt, "yes", "yesno")));
        no.subList(0, pairs).forEach(id -> add(questions, id, new Question(prompt, "no", "yesno")));
    }

    private static void add(Map<String, List<Question>> questions, String id, Question question) {
        questions.computeIfAbsent(id, unused -> new ArrayList<>()).add(question);
    }

    private static List<Question> about(EmojiPicture picture) {
        String name = picture.name();
        List<Question> all = new ArrayList<>();
        all.add(new Question("What is shown in this picture?", name, "name"));
        all.add(new Question("What kind of thing is this?", thing(picture.category()), "category"));
        first(FLAG, name).ifPresent(m -> all.add(new Question("Whose flag is this?", m.group(1), "flag")));
        Set<String> tones = new HashSet<>();
        SKIN.matcher(name).results().forEach(m -> tones.add(m.group(1)));
        if (tones.size() == 1) {
            all.add(new Question("What is the skin tone?", tones.iterator().next(), "skin"));
        }
        first(CLOCK, name)
                .ifPresent(m -> all.add(new Question(
                        "What time does the clock show?", name.replace('-', ' ').replace('’', '\''), "clock")));
        first(COLOR, name)
                .ifPresent(m -> all.add(new Question("What color is the " + m.group(2) + "?", m.group(1), "color")));
        first(ARROW, name)
                .ifPresent(m -> all.add(new Question(
                        "Which way does the arrow point?", m.group(1).replace("-", " and "), "arrow")));
        first(KEYCAP, name).ifPresent(m -> all.add(new Question("Which key is this?", m.group(1), "keycap")));
        first(HAIR, name).ifPresent(m -> all.add(new Question("What hair does the person have?", m.group(), "hair")));
        List<String> words = picture.keywords().stream()
                .filter(k -> !name.contains(k) && k.codePointCount(0, k.length()) > 2 && !k.equals("face"))
                .toList();
        if (!words.isEmpty()) {
            String word = words.get((int) (HashFraction.of("k" + picture.id()) * words.size()));
            all.add(new Question("Name one word that goes with this picture.", word, "keyword"));
        }
        return all;
    }

    private static Optional<MatchResult> first(Pattern pattern, String name) {
        Matcher matcher = pattern.matcher(name);
        return matcher.find() ? Optional.of(matcher.toMatchResult()) : Optional.empty();
    }

    private static String thing(String category) {
        String thing = THINGS.get(category);
        if (thing == null) {
            throw new DataException("emoji.json: unknown category '" + category + "'");
        }
        return thing;
    }
}
