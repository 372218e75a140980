package io.magma.train.inspect;

import io.magma.image.ImageDecoder;
import io.magma.image.ImageFormat;
import io.magma.image.raster.ImageException;
import io.magma.image.raster.RasterImage;
import io.magma.train.data.AnnotatedImages;
import io.magma.train.data.CorruptSampleException;
import io.magma.train.data.QuestionAnswers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * One picture of a data set and what is said about it.
 *
 * @param id its name in the data set
 * @param picture what was found; empty if the sample is broken
 * @param problem why it is broken; empty if it is not
 */
record PictureFacts(String id, Optional<Sound> picture, String problem) {

    /**
     * A picture that can be used.
     *
     * @param width in pixels, as stored
     * @param height in pixels, as stored
     * @param mode colour mode, as Pillow names it where it has a name
     * @param format of the file
     * @param bytes size of the file
     * @param sha256 of the file
     * @param captions possibly none
     * @param questions possibly none
     */
    record Sound(
            int width,
            int height,
            RasterImage.Mode mode,
            ImageFormat format,
            long bytes,
            String sha256,
            List<String> captions,
            List<QuestionAnswers> questions) {}

    /** Reads and decodes a picture. */
    static PictureFacts of(AnnotatedImages images, int index) {
        String id = images.id(index);
        try {
            List<QuestionAnswers> questions = images.questions(index);
            List<String> captions = captions(images, index, questions);
            byte[] bytes = images.image(index).read();
            RasterImage decoded = ImageDecoder.decode(bytes, images.image(index).name());
            Sound sound = new Sound(
                    decoded.width(),
                    decoded.height(),
                    decoded.mode(),
                    ImageFormat.of(bytes).orElseThrow(),
                    bytes.length,
                    sha256(bytes),
                    captions,
                    questions);
            return new PictureFacts(id, Optional.of(sound), "");
        } catch (CorruptSampleException | ImageException e) {
            return new PictureFacts(id, Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    /** Captions of a picture; one with questions may have none. */
    static List<String> captions(AnnotatedImages images, int index, List<QuestionAnswers> questions) {
        try {
            return images.captions(index);
        } catch (CorruptSampleException e) {
            if (questions.isEmpty()) {
                throw e;
            }
            return List.of();
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
