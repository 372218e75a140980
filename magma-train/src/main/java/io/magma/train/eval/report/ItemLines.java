package io.magma.train.eval.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.train.report.ReportException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The items of a trial, one a line; the file may be far larger than what is kept of it. */
record ItemLines(Path file) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Takes one line. */
    interface Visitor {
        /** Takes the item of a line, counted from 0. */
        void visit(int line, AskedItem item);
    }

    /**
     * Goes through all lines.
     *
     * @throws ReportException if the file is missing, or a line is malformed
     */
    void forEach(Visitor visitor) {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            int number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                visitor.visit(number - 1, item(line, number));
            }
        } catch (IOException e) {
            throw new ReportException(file + ": cannot be read", e);
        }
    }

    private AskedItem item(String line, int number) {
        try {
            return AskedItem.of(new JsonFields(file + ":" + number, JSON.readTree(line)));
        } catch (JsonProcessingException e) {
            throw new ReportException(file + ":" + number + ": " + e.getOriginalMessage(), e);
        }
    }
}
