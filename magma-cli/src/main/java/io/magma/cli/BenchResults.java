package io.magma.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.magma.train.bench.Machine;
import io.magma.train.bench.Spread;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Shows measurements: a row each on standard output, and as JSON. */
final class BenchResults {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DIGITS = 4;

    @Option(
            names = "--json",
            description = "Print one JSON object on one line instead of a table: machine, workload, results.")
    private boolean json;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Also write the JSON object into a file.")
    private Optional<Path> output = Optional.empty();

    /** Looks whether the results can be written, before they are measured. */
    void check() {
        output.ifPresent(file -> new OutputFile(file).check());
    }

    /**
     * Prints and writes.
     *
     * @param workload what was measured, in words
     * @param overrides of its configuration
     * @param results of each setting: numbers, {@link Spread}s, and numbers by name
     */
    void show(CommandSpec spec, String workload, List<String> overrides, List<Map<String, Object>> results)
            throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("machine", Machine.facts());
        all.put("workload", workload);
        all.put("set", overrides);
        all.put("results", results);
        output.ifPresent(file -> new OutputFile(file)
                .write(() -> Files.writeString(
                        file,
                        JSON.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(all) + "\n")));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JSON.writeValueAsString(all));
            return;
        }
        Machine.facts().forEach((name, value) -> out.println(name + ": " + value));
        out.println("workload: " + workload + (overrides.isEmpty() ? "" : " with " + String.join(" ", overrides)));
        out.println();
        table(results).forEach(out::println);
    }

    private static List<String> table(List<Map<String, Object>> results) {
        List<String[]> rows = new ArrayList<>();
        for (Map<String, Object> result : results) {
            Map<String, String> cells = new LinkedHashMap<>();
            result.forEach((name, value) -> {
                if (value instanceof Map<?, ?> parts) {
                    parts.forEach((part, number) -> cells.put(String.valueOf(part), shown(number)));
                } else {
                    cells.put(name, shown(value));
                }
            });
            if (rows.isEmpty()) {
                rows.add(cells.keySet().toArray(String[]::new));
            }
            rows.add(cells.values().toArray(String[]::new));
        }
        int[] widths = new int[rows.get(0).length];
        rows.forEach(row -> Arrays.setAll(widths, i -> Math.max(widths[i], row[i].length())));
        List<String> lines = new ArrayList<>();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                line.append(" ".repeat(widths[i] - row[i].length() + (i == 0 ? 0 : 2)))
                        .append(row[i]);
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private static String shown(Object value) {
        if (value instanceof Spread spread) {
            return number(spread.median()) + " [" + number(spread.low()) + ", " + number(spread.high()) + "]";
        }
        return value instanceof Double number ? number(number) : String.valueOf(value);
    }

    /** About four significant digits, never in scientific notation. */
    private static String number(double value) {
        int before = value == 0 ? 1 : 1 + (int) Math.floor(Math.log10(Math.abs(value)));
        return String.format(Locale.ROOT, "%." + Math.max(0, Math.min(DIGITS, DIGITS - before)) + "f", value);
    }
}
