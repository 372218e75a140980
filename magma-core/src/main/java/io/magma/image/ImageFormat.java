package io.magma.image;

import java.util.Arrays;
import java.util.Optional;

/** File formats of pictures, told by their first bytes. */
public enum ImageFormat {
    /** Portable Network Graphics. */
    PNG("png", "\u0089PNG\r\n\u001a\n"),
    /** JPEG, in JFIF, EXIF or any other wrapping. */
    JPEG("jpg", "\u00ff\u00d8\u00ff"),
    /** GIF 87a or 89a. */
    GIF("gif", "GIF8"),
    /** Windows bitmap. */
    BMP("bmp", "BM"),
    /** WebP, lossy or lossless. */
    WEBP("webp", "RIFF");

    private static final int WEBP_MARK = 8;

    private final String extension;
    /** First bytes, one a character. */
    private final String signature;

    ImageFormat(String extension, String signature) {
        this.extension = extension;
        this.signature = signature;
    }

    /** Returns the usual end of such files' names, without a dot. */
    public String extension() {
        return extension;
    }

    /**
     * Tells the format of a file.
     *
     * @param data the file's bytes
     * @return the format, empty if it is none of these
     */
    public static Optional<ImageFormat> of(byte[] data) {
        return Arrays.stream(values()).filter(format -> format.begins(data)).findFirst();
    }

    private boolean begins(byte[] data) {
        return startsWith(data, 0, signature)
                && switch (this) {
                    case GIF ->
                        startsWith(data, signature.length(), "7a") || startsWith(data, signature.length(), "9a");
                    case WEBP -> startsWith(data, WEBP_MARK, "WEBP");
                    case PNG, JPEG, BMP -> true;
                };
    }

    private static boolean startsWith(byte[] data, int from, String wanted) {
        if (data.length < from + wanted.length()) {
            return false;
        }
        for (int i = 0; i < wanted.length(); i++) {
            if ((data[from + i] & 255) != wanted.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
