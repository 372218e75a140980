package io.magma.train.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.train.data.DataException;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Reads a JSON file token by token out of its bytes, so that bytes that are not UTF-8 are a mistake in a line instead of strange
 * characters in a text; {@code .gz} is unpacked on the way.
 */
public final class JsonTokens {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonTokens() {}

    /** Something that reads tokens. */
    @FunctionalInterface
    public interface Reading {
        /** Reads from the start of the file. */
        void run(JsonParser parser) throws IOException;
    }

    /**
     * Opens a file for {@code reading}.
     *
     * @throws DataException with file and line, if the file cannot be read or is not JSON in UTF-8
     */
    public static void read(Path file, Reading reading) {
        try (InputStream in = AnnotationFile.bytes(file);
                JsonParser parser = JSON.getFactory().createParser(in)) {
            reading.run(parser);
        } catch (JsonProcessingException e) {
            throw new DataException(
                    file + ":" + e.getLocation().getLineNr() + ": is not JSON: " + e.getOriginalMessage() + " (column "
                            + e.getLocation().getColumnNr() + ")",
                    e);
        } catch (CharConversionException e) {
            throw new DataException(file + ": is not JSON in UTF-8: " + e.getMessage(), e);
        } catch (IOException e) {
            throw AnnotationFile.unreadable(file, e);
        }
    }

    /** What is wrong at the place that was read last. */
    public static DataException wrong(Path file, JsonParser parser, String message) {
        return new DataException(file + ":" + parser.currentTokenLocation().getLineNr() + ": " + message);
    }
}
