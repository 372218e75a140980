package io.magma.train.inspect;

import io.magma.multimodal.LayoutPosition.Kind;
import io.magma.train.report.HtmlWriter;
import io.magma.train.run.BatchPreview;
import io.magma.train.run.BatchPreview.Position;
import java.util.ArrayList;
import java.util.List;

/** A micro-batch token by token: above what the decoder reads at a position, below what it is to predict from there. */
record BatchSection(BatchPreview batch) {

    /** Positions of one kind without a label, drawn as one. */
    private record Run(Kind kind, int first, int last) {}

    void write(HtmlWriter html) {
        int positions =
                batch.rows().isEmpty() ? 0 : batch.rows().get(0).positions().size();
        long labels = batch.rows().stream()
                .flatMap(row -> row.positions().stream())
                .filter(p -> p.layout().label().isPresent())
                .count();
        html.open("section").element("h2", "First micro-batch");
        html.element(
                "p",
                batch.rows().size() + " rows of " + positions + " positions; " + batch.tokensPerImage()
                        + " positions a picture; " + labels
                        + " labels. In each box above what is read, below the label that is"
                        + " predicted from it. Pictures are as the encoder gets them.",
                "class",
                "lead");
        batch.rows().forEach(row -> row(html, row));
        html.close();
    }

    private static void row(HtmlWriter html, BatchPreview.Row row) {
        html.open("div", "class", "card row");
        row.picture().ifPresent(picture -> html.empty("img", "src", Thumbnail.exact(picture), "alt", row.id()));
        html.open("div").element("p", row.id(), "class", "name").open("div", "class", "tokens");
        int at = 0;
        for (Object drawn : drawn(row.positions())) {
            if (drawn instanceof Run run) {
                int count = run.last() - run.first() + 1;
                String name = run.kind() == Kind.IMAGE ? "picture" : "padding";
                box(
                        html,
                        css(run.kind()),
                        name + (count > 1 ? " × " + count : ""),
                        "",
                        run.first() + " to " + run.last());
                at = run.last() + 1;
            } else if (drawn instanceof Position position) {
                String read = position.layout().kind() == Kind.IMAGE ? "picture" : position.piece();
                box(html, css(position.layout().kind()), read, position.labelPiece(), title(position, at));
                at++;
            }
        }
        html.close().close().close();
    }

    private static List<Object> drawn(List<Position> positions) {
        List<Object> drawn = new ArrayList<>();
        for (int i = 0; i < positions.size(); i++) {
            Position position = positions.get(i);
            if (position.layout().kind() == Kind.TOKEN
                    || position.layout().label().isPresent()) {
                drawn.add(position);
                continue;
            }
            int last = i;
            while (last + 1 < positions.size()
                    && positions.get(last + 1).layout().equals(position.layout())) {
                last++;
            }
            drawn.add(new Run(position.layout().kind(), i, last));
            i = last;
        }
        return drawn;
    }

    private static String css(Kind kind) {
        return switch (kind) {
            case TOKEN -> "token";
            case IMAGE -> "prefix";
            case PADDING -> "filler";
        };
    }

    private static String title(Position position, int at) {
        String read = position.layout().kind() == Kind.TOKEN
                ? "token " + position.layout().token()
                : "picture";
        return "position " + at + ": reads " + read
                + (position.layout().label().isPresent()
                        ? ", predicts " + position.layout().label().getAsLong()
                        : ", no loss");
    }

    private static void box(HtmlWriter html, String css, String read, String label, String title) {
        html.open("span", "class", "box " + css + (label.isEmpty() ? "" : " learned"), "title", title)
                .element("span", read)
                .element("i", label)
                .close();
    }
}
