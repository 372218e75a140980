package io.magma.image.decode;

import io.magma.image.raster.RasterImage;

/** EXIF orientation: how the stored rows and columns map to the upright picture. */
public enum Orientation {
    UPRIGHT(false, false, false),
    MIRRORED(false, true, false),
    UPSIDE_DOWN(false, true, true),
    FLIPPED(false, false, true),
    TRANSPOSED(true, false, false),
    TURNED_LEFT(true, true, false),
    TRANSVERSED(true, true, true),
    TURNED_RIGHT(true, false, true);

    private static final int TAG = 0x0112;
    private static final int SHORT = 3;

    /** Upright columns are stored rows. */
    private final boolean swapped;

    /** Upright columns run backwards in the stored picture. */
    private final boolean reverseColumns;

    /** Upright rows run backwards in the stored picture. */
    private final boolean reverseRows;

    Orientation(boolean swapped, boolean reverseColumns, boolean reverseRows) {
        this.swapped = swapped;
        this.reverseColumns = reverseColumns;
        this.reverseRows = reverseRows;
    }

    /**
     * Finds the orientation tag in the first directory of a TIFF block.
     *
     * @return upright if the block has no usable tag: metadata never make a picture unreadable
     */
    public static Orientation of(byte[] exif) {
        if (exif.length < 8 || exif[0] != exif[1] || (exif[0] != 'I' && exif[0] != 'M')) {
            return UPRIGHT;
        }
        ByteReader in = new ByteReader(exif, "EXIF", exif[0] == 'M', 4);
        long directory = in.u32();
        if (directory + 2 > exif.length) {
            return UPRIGHT;
        }
        in.seek(directory);
        int entries = in.u16();
        for (int i = 0; i < entries && in.remaining() >= 12; i++) {
            int tag = in.u16();
            int type = in.u16();
            in.skip(4);
            int value = in.u16();
            in.skip(2);
            if (tag == TAG && type == SHORT) {
                return value >= 1 && value <= 8 ? values()[value - 1] : UPRIGHT;
            }
        }
        return UPRIGHT;
    }

    /** Turns a stored picture upright. */
    public RasterImage apply(RasterImage image) {
        if (this == UPRIGHT) {
            return image;
        }
        int width = swapped ? image.height() : image.width();
        int height = swapped ? image.width() : image.height();
        if (image.mode() == RasterImage.Mode.INTEGER) {
            int[] in = image.integers();
            int[] out = new int[in.length];
            for (int i = 0; i < out.length; i++) {
                out[i] = in[source(i % width, i / width, image.width(), image.height())];
            }
            return image.withIntegers(width, height, out);
        }
        byte[] in = image.samples();
        byte[] out = new byte[in.length];
        int channels = image.mode().channels();
        for (int i = 0; i < width * height; i++) {
            int from = source(i % width, i / width, image.width(), image.height());
            System.arraycopy(in, from * channels, out, i * channels, channels);
        }
        return image.withSamples(width, height, out);
    }

    private int source(int x, int y, int storedWidth, int storedHeight) {
        int column = swapped ? y : x;
        int row = swapped ? x : y;
        boolean backwardsColumn = swapped ? reverseRows : reverseColumns;
        boolean backwardsRow = swapped ? reverseColumns : reverseRows;
        return (backwardsRow ? storedHeight - 1 - row : row) * storedWidth
                + (backwardsColumn ? storedWidth - 1 - column : column);
    }
}
