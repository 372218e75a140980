package io.magma.train.convert;

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
final class AnnotationFile {
    private static final int BUFFER = 1 << 16;

    private AnnotationFile() {}

    static BufferedReader open(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        try {
            InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(in, BUFFER) : in;
            return new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8), BUFFER);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    static DataException unreadable(Path file, IOException e) {
        return new DataException(
                e instanceof NoSuchFileException
                        ? file + ": no such file"
                        : file + ": cannot be read: " + e.getMessage(),
                e);
    }
}
