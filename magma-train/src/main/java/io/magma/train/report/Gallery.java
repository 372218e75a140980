package io.magma.train.report;

import java.util.List;

/** Pictures with what the model said about them. */
final class Gallery {
    private final EvaluationResult evaluation;

    Gallery(EvaluationResult evaluation) {
        this.evaluation = evaluation;
    }

    void write(HtmlWriter html) {
        List<EvaluationSection> sections = evaluation.sections().stream()
                .filter(section -> !section.gallery().isEmpty())
                .toList();
        if (sections.isEmpty()) {
            return;
        }
        html.open("section", "id", "gallery").element("h2", "What the model says");
        filters(html, sections);
        html.open("div", "class", "grid");
        sections.forEach(section -> section.gallery().forEach(item -> card(html, section.name(), item)));
        html.close();
        html.element("button", "Show all", "id", "more", "type", "button", "hidden", "");
        html.close();
    }

    private static void filters(HtmlWriter html, List<EvaluationSection> sections) {
        html.open("div", "class", "filters");
        group(html, "split", sections.stream().map(EvaluationSection::name).toList());
        group(html, "kind", List.of("caption", "question"));
        group(html, "mark", List.of("right", "wrong"));
        html.element("span", "", "id", "count").close();
    }

    private static void group(HtmlWriter html, String name, List<String> values) {
        html.open("div", "class", "group", "role", "group", "aria-label", name);
        html.element("button", "all", "type", "button", "data-filter", name, "data-value", "", "aria-pressed", "true");
        values.forEach(value -> html.element(
                "button", value, "type", "button", "data-filter", name, "data-value", value, "aria-pressed", "false"));
        html.close();
    }

    private static void card(HtmlWriter html, String split, GalleryItem item) {
        String mark = item.correct() ? "right" : "wrong";
        html.open(
                "article",
                "class",
                "item " + mark,
                "data-split",
                split,
                "data-kind",
                item.kind().shown(),
                "data-mark",
                mark);
        html.open("div", "class", "picture")
                .empty("img", "src", item.image(), "alt", item.truth(), "loading", "lazy")
                .element("span", item.correct() ? "✓" : "✗", "class", "mark", "title", mark)
                .close();
        html.open("div", "class", "said");
        if (!item.prompt().isEmpty()) {
            html.element("p", item.prompt(), "class", "prompt");
        }
        html.element("p", item.output().isEmpty() ? "(nothing)" : item.output(), "class", "output");
        html.open("dl");
        if (!item.correct()) {
            fact(html, "truth", item.truth());
        }
        item.blind().ifPresent(blind -> fact(html, "blind", blind.isEmpty() ? "(nothing)" : blind));
        html.close().close().close();
    }

    private static void fact(HtmlWriter html, String name, String value) {
        html.element("dt", name).element("dd", value);
    }
}
