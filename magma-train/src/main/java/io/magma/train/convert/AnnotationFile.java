package io.magma.train.convert;

import io.magma.train.data.DataException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Opens annotation files as UTF-8 text, unpacking {@code .gz}. */
final class AnnotationFile {
    private static final int BUFFER = 1 << 16;

    private AnnotationFile() {}

    /** Puts U+FFFD where the bytes are no UTF-8, as is usual for tables out of the web. */
    static BufferedReader open(Path file) throws IOException {
        CharsetDecoder lenient = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        return open(file, lenient);
    }

    /** Ends with a {@link CharacterCodingException} where the bytes are no UTF-8. */
    static BufferedReader openStrictly(Path file) throws IOException {
        return open(file, StandardCharsets.UTF_8.newDecoder());
    }

    private static BufferedReader open(Path file, CharsetDecoder utf8) throws IOException {
        InputStream in = Files.newInputStream(file);
        try {
            InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(in, BUFFER) : in;
            return new BufferedReader(new InputStreamReader(plain, utf8), BUFFER);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    static DataException unreadable(Path file, IOException e) {
        return new DataException(file + ": " + reason(e), e);
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file";
        }
        return e instanceof CharacterCodingException ? "is not UTF-8 text" : "cannot be read: " + e.getMessage();
    }
}
