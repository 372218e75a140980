package io.magma.train.eval.report;

import io.magma.train.report.HtmlWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Items with their pictures and all that was said about them, and controls to look for some of them. */
final class ItemGallery {
    private static final List<String> MARKS = List.of("wrong", "partly", "right", "unscored");

    private final List<ShownItem> items;
    private final HtmlWriter html;

    ItemGallery(List<ShownItem> items, HtmlWriter html) {
        this.items = items;
        this.html = html;
    }

    void write() {
        if (items.isEmpty()) {
            return;
        }
        html.open("section", "id", "items").element("h2", "Items");
        html.element(
                "p",
                "Chosen evenly over models, examples, scores and types; the address keeps what is chosen below.",
                "class",
                "muted");
        controls();
        html.open("div", "class", "answers");
        items.forEach(this::card);
        html.close();
        html.element("p", "No item is like that.", "class", "muted", "id", "none", "hidden", "");
        html.element("button", "Show more", "id", "further", "type", "button", "hidden", "")
                .close();
    }

    private void controls() {
        html.open("form", "id", "choose", "class", "card choose", "aria-label", "Choose items");
        html.open("label", "class", "search").text("Text ");
        html.empty(
                        "input",
                        "type",
                        "search",
                        "name",
                        "text",
                        "placeholder",
                        "question, answer, truth",
                        "autocomplete",
                        "off")
                .close();
        select("model", "Model", i -> i.series().label());
        select("task", "Task", i -> i.series().task().task());
        select("shots", "Examples", i -> String.valueOf(i.shots()));
        select("answer", "Type of answer", i -> i.item().answerType());
        select("question", "Type of question", i -> i.item().questionType());
        String most = String.valueOf((long) Math.ceil(100
                * Math.max(
                        1,
                        items.stream()
                                .mapToDouble(i -> i.item().score().orElse(0))
                                .max()
                                .orElse(1))));
        range("low", "Score from ", most, "0");
        range("high", "to ", most, most);
        html.element("button", "Reset", "type", "reset");
        html.element("output", "", "id", "chosen", "aria-live", "polite").close();
    }

    /** A choice of what there is more than one of. */
    private void select(String name, String label, Function<ShownItem, String> of) {
        List<String> values = items.stream()
                .map(of)
                .filter(value -> !value.isEmpty())
                .distinct()
                .toList();
        if (values.size() < 2) {
            return;
        }
        List<String> sorted = new ArrayList<>(values);
        sorted.sort(name.equals("shots") ? Comparator.comparingInt(Integer::parseInt) : Comparator.naturalOrder());
        html.open("label").text(label + " ").open("select", "name", name).element("option", "all", "value", "");
        sorted.forEach(value -> html.element("option", value, "value", value));
        html.close().close();
    }

    private void range(String name, String label, String most, String value) {
        html.open("label", "class", "range").text(label);
        html.empty("input", "type", "range", "name", name, "min", "0", "max", most, "step", "1", "value", value)
                .element("output", value)
                .close();
    }

    private void card(ShownItem shown) {
        AskedItem item = shown.item();
        OptionalDouble score = item.score();
        String mark = MARKS.get(ItemChoice.kind(score));
        html.open(
                "article",
                "class",
                "card answer " + mark,
                "data-model",
                shown.series().label(),
                "data-task",
                shown.series().task().task(),
                "data-shots",
                String.valueOf(shown.shots()),
                "data-answer",
                item.answerType(),
                "data-question",
                item.questionType(),
                "data-score",
                score.isPresent() ? String.format(Locale.ROOT, "%.4f", 100 * score.getAsDouble()) : "");
        picture(shown);
        html.open("div", "class", "told");
        if (!item.question().isEmpty()) {
            html.element("p", item.question(), "class", "asked");
        }
        html.open("p", "class", "given")
                .open("b")
                .text(orNothing(item.normalized()))
                .close();
        html.element(
                        "span",
                        score.isPresent() ? Shown.score(score.getAsDouble()) : "no score",
                        "class",
                        "badge " + mark)
                .close();
        marks(shown);
        html.close();
        facts(shown);
        details(shown);
        html.close();
    }

    private void picture(ShownItem shown) {
        html.open("div", "class", "frame");
        if (shown.picture().uri().isEmpty()) {
            html.element("span", shown.picture().problem());
        } else {
            html.empty(
                    "img",
                    "src",
                    shown.picture().uri(),
                    "alt",
                    "picture of item " + shown.item().id(),
                    "loading",
                    "lazy");
        }
        html.close();
    }

    private void facts(ShownItem shown) {
        html.open("dl");
        String output = shown.item().output().strip();
        if (!output.equals(shown.item().normalized())) {
            html.element("dt", "output").element("dd", orNothing(output));
        }
        html.element("dt", shown.item().truths().size() == 1 ? "truth" : "truths")
                .element("dd", truths(shown.item().truths()));
        shown.baselines()
                .forEach((name, said) ->
                        html.element("dt", name.replace('_', ' ')).element("dd", orNothing(said)));
        html.close();
    }

    private void marks(ShownItem shown) {
        html.open("p", "class", "marks").element("span", Shown.count(shown.shots(), "example"));
        if (shown.item().dropped() > 0) {
            html.element("span", shown.item().dropped() + " without room", "class", "bad");
        }
        if (!shown.item().type().isEmpty()) {
            html.element("span", shown.item().type());
        }
        html.element("span", shown.series().label()).close();
    }

    /** Equal ones once, with how many there are: {@code cat ×6, kitten}. */
    static String truths(List<String> truths) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        truths.forEach(truth -> counts.merge(truth, 1, Integer::sum));
        List<String> texts = new ArrayList<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .forEach(e -> texts.add(e.getValue() == 1 ? e.getKey() : e.getKey() + " ×" + e.getValue()));
        return truths.isEmpty() ? "not public" : String.join(", ", texts);
    }

    private void details(ShownItem shown) {
        html.open("details").element("summary", "Prompt and output");
        html.open("pre")
                .open("span", "class", "before")
                .text(shown.item().prompt())
                .close();
        html.element("mark", shown.item().output()).close();
        html.element("p", "item " + shown.item().id() + ", seed " + shown.seed(), "class", "muted")
                .close();
    }

    private static String orNothing(String text) {
        return text.isBlank() ? "(nothing)" : text;
    }
}
