package io.magma.train.report;

import java.util.ArrayDeque;
import java.util.Deque;

/** Writes HTML in which every text and attribute value is escaped. */
public final class HtmlWriter {
    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /** Opens an element; attributes are names and values in turn. */
    public HtmlWriter open(String element, String... attributes) {
        tag(element, attributes);
        open.push(element);
        return this;
    }

    /** Closes the element opened last. */
    public HtmlWriter close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** An element with a text. */
    public HtmlWriter element(String element, String text, String... attributes) {
        return open(element, attributes).text(text).close();
    }

    /** An element that has no content and no end tag. */
    public HtmlWriter empty(String element, String... attributes) {
        tag(element, attributes);
        return this;
    }

    /** A text. */
    public HtmlWriter text(String text) {
        escape(text);
        return this;
    }

    /** Markup that is our own. */
    public HtmlWriter trusted(String markup) {
        out.append(markup);
        return this;
    }

    /** JSON for scripts; nothing in it can end the script. */
    public HtmlWriter data(String json) {
        out.append("<script type=\"application/json\">")
                .append(json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))
                .append("</script>");
        return this;
    }

    private void tag(String element, String... attributes) {
        if (attributes.length % 2 != 0) {
            throw new IllegalArgumentException("attributes of " + element + " must be names and values in turn");
        }
        out.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            out.append('"');
        }
        out.append('>');
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
    }

    /** What was written. */
    @Override
    public String toString() {
        return out.toString();
    }
}
