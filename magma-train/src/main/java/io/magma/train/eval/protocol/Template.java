package io.magma.train.eval.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts with places for an item's picture, question and answer. */
final class Template {
    static final String IMAGE = "{image}";
    static final String QUESTION = "{question}";
    static final String ANSWER = "{answer}";
    private static final Set<String> KNOWN = Set.of(IMAGE, QUESTION, ANSWER);
    private static final Pattern PLACE = Pattern.compile("\\{[^{}]*}");

    private Template() {}

    /** What is wrong with a text, to be read after its key. */
    static Optional<String> problem(String text) {
        Matcher places = PLACE.matcher(text);
        while (places.find()) {
            if (!KNOWN.contains(places.group())) {
                return Optional.of("has " + places.group() + "; there are {image}, {question} and {answer}");
            }
        }
        return Optional.empty();
    }

    /** The text with its places filled; What is filled in is not looked at again. */
    static List<PromptPart> fill(String text, ShownItem item) {
        List<PromptPart> parts = new ArrayList<>();
        StringBuilder run = new StringBuilder();
        Matcher places = PLACE.matcher(text);
        int from = 0;
        while (places.find()) {
            run.append(text, from, places.start());
            from = places.end();
            switch (places.group()) {
                case IMAGE -> {
                    flush(run, parts);
                    item.image().ifPresent(image -> parts.add(new PromptPart.Picture(image)));
                }
                case QUESTION -> run.append(item.question());
                default -> run.append(item.answer());
            }
        }
        run.append(text, from, text.length());
        flush(run, parts);
        return parts;
    }

    private static void flush(StringBuilder run, List<PromptPart> parts) {
        if (!run.isEmpty()) {
            parts.add(new PromptPart.Words(run.toString()));
            run.setLength(0);
        }
    }
}
