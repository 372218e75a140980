package io.magma.train.json;

import io.magma.train.data.DataException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Opens annotation files as UTF-8 text, unpacking {@code .gz}. */
public final class AnnotationFile {
    private static final int BUFFER = 1 << 16;

    private AnnotationFile() {}

    /** Opens a file to be read as text; what is no UTF-8 becomes U+FFFD. */
    public static BufferedReader open(Path file) throws IOException {
        return new BufferedReader(new InputStreamReader(bytes(file), StandardCharsets.UTF_8), BUFFER);
    }

    /** Opens a file to be read as bytes. */
    static InputStream bytes(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        try {
            return file.toString().endsWith(".gz") ? new GZIPInputStream(in, BUFFER) : in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** What to say about a file that cannot be read. */
    public static DataException unreadable(Path file, IOException e) {
        return new DataException(
                e instanceof NoSuchFileException
                        ? file + ": no such file"
                        : file + ": cannot be read: " + e.getMessage(),
                e);
    }
}
