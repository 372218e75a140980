package io.magma.train.eval.caption;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.train.data.DataException;
import java.io.BufferedInputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads JSON token by token out of bytes, so that bytes that are not UTF-8 are a mistake in a line instead of strange
 * characters in a caption.
 */
final class JsonFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonFile() {}

    /** Something that reads tokens. */
    @FunctionalInterface
    interface Reading {
        void run(JsonParser parser) throws IOException;
    }

    static void read(Path file, Reading reading) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
                JsonParser parser = JSON.getFactory().createParser(in)) {
            reading.run(parser);
        } catch (JsonProcessingException e) {
            throw new DataException(
                    file + ":" + e.getLocation().getLineNr() + ": is not JSON in UTF-8: " + e.getOriginalMessage(), e);
        } catch (CharConversionException e) {
            throw new DataException(file + ": is not JSON in UTF-8: " + e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new DataException(file + ": no such file", e);
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** What is wrong at the place that was read last. */
    static DataException wrong(Path file, JsonParser parser, String message) {
        return new DataException(file + ":" + parser.currentTokenLocation().getLineNr() + ": " + message);
    }
}
