package io.magma.train.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One HTML page about several runs: their numbers, where their configurations differ, and their curves on top of each other. */
public final class RunComparison {
    private static final int WIDE = 1096;
    private static final int HALF = 536;
    private static final double GIB = 1L << 30;

    private final Map<String, RunRecord> runs;

    private RunComparison(Map<String, RunRecord> runs) {
        this.runs = runs;
    }

    /**
     * Writes the page.
     *
     * @param folders of the runs, at least two
     * @param page file to write
     * @throws ReportException if a folder is not one of a run, or a file of it is malformed
     * @throws IOException if the page cannot be written
     */
    public static void write(List<Path> folders, Path page) throws IOException {
        Map<String, RunRecord> runs = new LinkedHashMap<>();
        for (Path folder : folders) {
            RunRecord run = RunReport.read(folder, Optional.empty());
            runs.put(runs.containsKey(run.name()) ? folder.toString() : run.name(), run);
        }
        Files.writeString(page, new RunComparison(runs).page());
    }

    private String page() {
        String names = String.join(", ", runs.keySet());
        return HtmlPage.of(names + " · magma runs", "Comparison of runs", names, "", html -> {
            numbers(html);
            differences(html);
            curves(html);
        });
    }

    private void numbers(HtmlWriter html) {
        html.open("section")
                .element("h2", "Results")
                .open("div", "class", "card")
                .open("div", "class", "scroll");
        html.open("table").open("tr").element("th", "run");
        List.of("steps", "training loss", "best evaluation loss", "tokens a second", "waiting for data", "peak memory")
                .forEach(name -> html.element("th", name, "class", "number"));
        html.close();
        runs.forEach((name, run) -> {
            html.open("tr").element("td", name);
            cell(html, run, "loss", curve -> String.format(Locale.ROOT, "%,.0f", curve.steps()[curve.size() - 1]));
            cell(html, run, "loss", curve -> decimals(curve.smoothed(0.95).last()));
            cell(html, run, "eval_loss", curve -> decimals(curve.min()));
            cell(html, run, "tokens_per_second", curve -> String.format(Locale.ROOT, "%,.0f", curve.median()));
            cell(html, run, "data_wait_fraction", curve -> String.format(Locale.ROOT, "%.1f %%", 100 * curve.median()));
            cell(html, run, "peak_resident_bytes", curve -> decimals(curve.last() / GIB) + " GiB");
            html.close();
        });
        html.close().close().close().close();
    }

    private static void cell(HtmlWriter html, RunRecord run, String metric, Function<Curve, String> shown) {
        Curve curve = run.curves().get(metric);
        html.element("td", curve == null ? "–" : shown.apply(curve), "class", "number");
    }

    private static String decimals(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private void differences(HtmlWriter html) {
        List<Map<String, String>> keys = runs.values().stream()
                .map(run -> ConfigKeys.of(run.config(), run.name()))
                .toList();
        Set<String> all =
                keys.stream().flatMap(k -> k.keySet().stream()).collect(Collectors.toCollection(LinkedHashSet::new));
        all.removeIf(key ->
                keys.stream().map(k -> k.getOrDefault(key, "")).distinct().count() == 1);
        html.open("section").element("h2", "Where the configurations differ");
        if (all.isEmpty()) {
            html.element("p", "Nowhere.", "class", "muted").close();
            return;
        }
        html.open("div", "class", "card")
                .open("div", "class", "scroll")
                .open("table")
                .open("tr")
                .element("th", "key");
        runs.keySet().forEach(name -> html.element("th", name));
        html.close();
        for (String key : all) {
            html.open("tr").element("td", key);
            keys.forEach(k -> html.element("td", k.getOrDefault(key, "–")));
            html.close();
        }
        html.close().close().close().close();
    }

    private void curves(HtmlWriter html) {
        Set<String> names = new LinkedHashSet<>(List.of("loss", "eval_loss"));
        runs.values().forEach(run -> names.addAll(run.curves().keySet()));
        names.removeAll(List.of("tokens", "samples", "samples_per_second", "resident_bytes"));
        html.open("section").element("h2", "Training");
        chart(html, "loss", WIDE);
        names.remove("loss");
        html.open("div", "class", "charts");
        names.forEach(name -> chart(html, name, HALF));
        html.close().close();
    }

    private void chart(HtmlWriter html, String name, int width) {
        String group = MetricNames.group(name);
        String title = MetricNames.title(group);
        String part = name.contains(".") ? ": " + MetricNames.part(name) : "";
        Chart chart = new Chart(title + part, MetricNames.unit(group), width);
        List<String> labels = new ArrayList<>(runs.keySet());
        boolean any = false;
        for (int i = 0; i < labels.size(); i++) {
            RunRecord run = runs.get(labels.get(i));
            Curve curve = run == null ? null : run.curves().get(name);
            if (curve != null) {
                any = true;
                String style = Curves.STYLES.get(i % Curves.STYLES.size());
                Curves.measured(chart, labels.get(i), style, curve.times(MetricNames.factor(name)), !name.equals("lr"));
            }
        }
        if (any) {
            chart.write(html);
        }
    }
}
