package io.magma.train.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** The frame of a page that holds everything it shows and loads nothing. */
public final class HtmlPage {
    private HtmlPage() {}

    /**
     * Builds a page.
     *
     * @param title of the window
     * @param kind what kind of page it is, above the heading
     * @param heading the largest text
     * @param css style beside that of all pages
     * @param main writes the content
     */
    public static String of(String title, String kind, String heading, String css, Consumer<HtmlWriter> main) {
        return of(title, kind, heading, css, "", main);
    }

    /**
     * Builds a page with a script of its own.
     *
     * @param title of the window
     * @param kind what kind of page it is, above the heading
     * @param heading the largest text
     * @param css style beside that of all pages
     * @param script beside that of all pages, after it
     * @param main writes the content
     */
    public static String of(
            String title, String kind, String heading, String css, String script, Consumer<HtmlWriter> main) {
        HtmlWriter html = new HtmlWriter();
        html.trusted("<!DOCTYPE html>\n").open("html", "lang", "en");
        html.open("head")
                .empty("meta", "charset", "utf-8")
                .empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .empty(
                        "meta",
                        "http-equiv",
                        "Content-Security-Policy",
                        "content",
                        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'")
                .element("title", title)
                .trusted("<style>" + resource("report.css") + css + "</style>")
                .close();
        html.open("body");
        header(html, kind, heading);
        html.open("main");
        main.accept(html);
        html.close();
        html.trusted("<script>" + resource("report.js") + "</script>");
        if (!script.isEmpty()) {
            html.trusted("<script>" + script + "</script>");
        }
        html.close().close();
        return html + "\n";
    }

    private static void header(HtmlWriter html, String kind, String heading) {
        html.open("header")
                .open("div", "class", "bar")
                .open("div")
                .element("p", kind, "class", "eyebrow")
                .element("h1", heading)
                .close()
                .element(
                        "button",
                        "Dark",
                        "id",
                        "theme",
                        "type",
                        "button",
                        "aria-label",
                        "Switch between light and dark")
                .close()
                .close();
    }

    private static String resource(String name) {
        try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("resource " + name + " cannot be read", e);
        }
    }
}
