package io.magma.train.convert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.magma.train.data.DataException;
import io.magma.train.json.AnnotationFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Tables with a header, quoted as in RFC 4180. */
final class Table {
    private static final ObjectReader ROWS = CsvMapper.builder()
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .build()
            .readerForMapOf(String.class);

    private Table() {}

    /**
     * A row.
     *
     * @param values by column
     * @param where names file and line in messages
     */
    record Row(Map<String, String> values, String where) {
        /** The value of a column, which may be empty. */
        String get(String column) {
            return values.getOrDefault(column, "");
        }
    }

    /**
     * Visits every row.
     *
     * @param columns columns that must be there
     * @throws DataException if one is not, or the file is malformed
     */
    static void visit(Path file, char separator, List<String> columns, Consumer<Row> each) {
        CsvSchema schema = CsvSchema.emptySchema().withHeader().withColumnSeparator(separator);
        try (BufferedReader reader = AnnotationFile.open(file);
                MappingIterator<Map<String, String>> rows = ROWS.with(schema).readValues(reader)) {
            boolean first = true;
            while (rows.hasNextValue()) {
                long line = rows.getCurrentLocation().getLineNr();
                Row row = new Row(rows.nextValue(), file + ":" + line);
                if (first) {
                    requireColumns(file, row, columns);
                }
                first = false;
                each.accept(row);
            }
        } catch (JsonProcessingException e) {
            throw new DataException(file + ":" + e.getLocation().getLineNr() + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw AnnotationFile.unreadable(file, e);
        }
    }

    private static void requireColumns(Path file, Row row, List<String> columns) {
        for (String column : columns) {
            if (!row.values().containsKey(column)) {
                throw new DataException(file + ": has no column '" + column + "', only "
                        + String.join(", ", row.values().keySet()));
            }
        }
    }
}
