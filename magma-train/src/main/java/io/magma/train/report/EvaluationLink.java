package io.magma.train.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The page of an evaluation that lies in a run's folder.
 *
 * @param name of its folder
 * @param address relative to the run's page
 */
record EvaluationLink(String name, String address) {
    private static final String RESULTS = "results.json";
    private static final String PAGE = "report.html";

    /** The evaluations of a run that have a page, by name. */
    static List<EvaluationLink> in(Path run, Path page) throws IOException {
        Path from = page.toAbsolutePath().normalize().getParent();
        List<EvaluationLink> links = new ArrayList<>();
        try (Stream<Path> folders = Files.list(run)) {
            for (Path folder : (Iterable<Path>) folders.sorted()::iterator) {
                if (Files.exists(folder.resolve(RESULTS)) && Files.exists(folder.resolve(PAGE)) && from != null) {
                    Path to = folder.resolve(PAGE).toAbsolutePath().normalize();
                    links.add(new EvaluationLink(
                            String.valueOf(folder.getFileName()),
                            from.relativize(to).toString().replace('\\', '/')));
                }
            }
        }
        return links;
    }

    /** Writes a section of links, or nothing. */
    static void write(List<EvaluationLink> links, HtmlWriter html) {
        if (links.isEmpty()) {
            return;
        }
        html.open("section").element("h2", "Evaluations on tasks");
        html.open("ul");
        for (EvaluationLink link : links) {
            html.open("li")
                    .open("a", "href", link.address())
                    .text(link.name())
                    .close()
                    .close();
        }
        html.close().close();
    }
}
