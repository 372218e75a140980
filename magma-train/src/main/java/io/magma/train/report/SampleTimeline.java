package io.magma.train.report;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;

/** Pictures with what the model said about them at one evaluation after the other. */
final class SampleTimeline {
    private static final int PICTURES = 24;
    private static final int STEPS = 8;

    private final List<SampleTrack> tracks;

    SampleTimeline(List<SampleTrack> tracks) {
        this.tracks = tracks;
    }

    void write(HtmlWriter html) {
        if (tracks.isEmpty()) {
            return;
        }
        html.open("section", "id", "timeline")
                .element("h2", "What it said as it learnt")
                .open("div", "class", "grid");
        tracks.stream().limit(PICTURES).forEach(track -> card(html, track));
        html.close().close();
    }

    private static void card(HtmlWriter html, SampleTrack track) {
        html.open("article", "class", "item").open("div", "class", "picture");
        if (Files.isRegularFile(track.image())) {
            html.empty("img", "src", uri(track), "alt", track.truth(), "loading", "lazy");
        }
        html.close().open("div", "class", "said");
        if (!track.prompt().isEmpty()) {
            html.element("p", track.prompt(), "class", "prompt");
        }
        html.element("p", track.truth(), "class", "output").open("dl");
        track.some(STEPS)
                .forEach(said -> html.element("dt", "step " + said.step())
                        .element("dd", said.text().isEmpty() ? "(nothing)" : said.text()));
        html.close().close().close();
    }

    private static String uri(SampleTrack track) {
        try {
            return "data:image/png;base64," + Base64.getEncoder().encodeToString(Files.readAllBytes(track.image()));
        } catch (IOException e) {
            throw new ReportException(track.image() + ": cannot be read", e);
        }
    }
}
