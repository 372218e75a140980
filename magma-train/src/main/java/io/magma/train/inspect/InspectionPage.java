package io.magma.train.inspect;

import io.magma.train.data.QuestionAnswers;
import io.magma.train.report.HtmlPage;
import io.magma.train.report.HtmlWriter;
import io.magma.train.run.BatchPreview;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A data set to look at, as one HTML page without outside references. */
public final class InspectionPage {
    private static final int MOST_TEXTS = 6;

    private InspectionPage() {}

    /**
     * A part of the page: pictures of one data set.
     *
     * @param name where the data set lies
     * @param size number of its pictures
     * @param shots those that are shown
     */
    public record Sheet(String name, int size, List<Shot> shots) {}

    /**
     * Builds the page.
     *
     * @param heading what is looked at
     * @param sheets data sets
     * @param batch first micro-batch of a run, if there is one
     */
    public static String of(String heading, List<Sheet> sheets, Optional<BatchPreview> batch) {
        return HtmlPage.of(heading + " · magma data", "Data", heading, css(), html -> {
            batch.ifPresent(b -> new BatchSection(b).write(html));
            sheets.forEach(sheet -> sheet(html, sheet));
        });
    }

    private static void sheet(HtmlWriter html, Sheet sheet) {
        html.open("section").element("h2", sheet.name());
        html.element(
                "p",
                String.format(Locale.ROOT, "%,d of %,d pictures", sheet.shots().size(), sheet.size()),
                "class",
                "muted");
        html.open("div", "class", "sheet");
        sheet.shots().forEach(shot -> shot(html, shot));
        html.close().close();
    }

    private static void shot(HtmlWriter html, Shot shot) {
        html.open("article", "class", shot.problem().isEmpty() ? "card shot" : "card shot broken");
        if (shot.problem().isEmpty()) {
            html.open("div", "class", "frame")
                    .empty("img", "src", shot.uri(), "alt", shot.id(), "loading", "lazy")
                    .close();
        } else {
            html.element("p", shot.problem(), "class", "bad");
        }
        html.open("p", "class", "name").text(shot.id());
        if (shot.width() > 0) {
            html.text(" · " + shot.width() + " × " + shot.height());
        }
        html.close();
        shot.captions().stream().limit(MOST_TEXTS).forEach(caption -> html.element("p", caption, "class", "caption"));
        more(html, shot.captions().size(), "captions");
        shot.questions().stream().limit(MOST_TEXTS).forEach(question -> question(html, question));
        more(html, shot.questions().size(), "questions");
        html.close();
    }

    private static void question(HtmlWriter html, QuestionAnswers question) {
        html.open("p", "class", "question")
                .text(question.question() + " ")
                .element("b", String.join(" | ", question.answers()));
        if (!question.type().isEmpty()) {
            html.text(" ").element("span", question.type(), "class", "type");
        }
        html.close();
    }

    private static void more(HtmlWriter html, int count, String what) {
        if (count > MOST_TEXTS) {
            html.element("p", "and " + (count - MOST_TEXTS) + " more " + what, "class", "muted");
        }
    }

    private static String css() {
        try (InputStream in = InspectionPage.class.getResourceAsStream("inspect.css")) {
            if (in == null) {
                throw new IllegalStateException("resource inspect.css is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("resource inspect.css cannot be read", e);
        }
    }
}
