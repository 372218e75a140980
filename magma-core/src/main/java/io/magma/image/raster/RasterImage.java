package io.magma.image.raster;

import java.util.Optional;

/**
 * A decoded picture in the colour mode that PIL would open it in.
 *
 * <p>Samples are interleaved, row by row from the top left. Pictures are not changed after they are made.
 */
public final class RasterImage {
    /** Colour modes and their PIL names. */
    public enum Mode {
        /** Black and white, 0 or 255 (PIL {@code 1}). */
        BILEVEL(1),
        /** 8-bit grey (PIL {@code L}). */
        GREY(1),
        /** 8-bit grey with opacity (PIL {@code LA}). */
        GREY_ALPHA(2),
        /** 8-bit red, green and blue (PIL {@code RGB}). */
        RGB(3),
        /** 8-bit red, green, blue and opacity, not premultiplied (PIL {@code RGBA}). */
        RGBA(4),
        /** Indices of 256 colours (PIL {@code P}). */
        PALETTE(1),
        /** 8-bit inks, 255 is full ink (PIL {@code CMYK}). */
        CMYK(4),
        /** 16-bit grey in integers (PIL {@code I}). */
        INTEGER(1);

        private final int channels;

        Mode(int channels) {
            this.channels = channels;
        }

        /**
         * Samples per pixel.
         *
         * @return 1 to 4
         */
        public int channels() {
            return channels;
        }

        /** Whether pixels have an opacity of their own. */
        public boolean hasAlpha() {
            return this == GREY_ALPHA || this == RGBA;
        }
    }

    /** The colour key of pictures in which no colour is transparent. */
    public static final int NO_COLOUR_KEY = -1;

    private static final byte[] NO_BYTES = {};
    private static final int[] NO_INTS = {};

    private final Mode mode;
    private final int width;
    private final int height;
    private final byte[] samples;
    private final int[] integers;
    private final Optional<Palette> palette;
    private final int colourKey;

    private RasterImage(
            Mode mode,
            int width,
            int height,
            byte[] samples,
            int[] integers,
            Optional<Palette> palette,
            int colourKey) {
        int stored = mode == Mode.INTEGER ? integers.length : samples.length;
        if (width < 1 || height < 1 || stored != (long) width * height * mode.channels) {
            throw new IllegalArgumentException("expected " + width + "x" + height + " pixels with " + mode.channels
                    + " samples (" + mode + "), got " + stored + " samples");
        }
        this.mode = mode;
        this.width = width;
        this.height = height;
        this.samples = samples;
        this.integers = integers;
        this.palette = palette;
        this.colourKey = colourKey;
    }

    /**
     * Wraps 8-bit samples.
     *
     * @param mode any mode but {@link Mode#PALETTE} and {@link Mode#INTEGER}
     * @param width in pixels
     * @param height in pixels
     * @param samples interleaved, owned by the picture from now on
     * @return the picture
     * @throws IllegalArgumentException if the number of samples does not fit the size, or the mode needs more than samples
     */
    public static RasterImage of(Mode mode, int width, int height, byte[] samples) {
        return of(mode, width, height, samples, NO_COLOUR_KEY);
    }

    /** Wraps 8-bit samples; {@code colourKey} is the sample, or 0xrrggbb, that is transparent. */
    public static RasterImage of(Mode mode, int width, int height, byte[] samples, int colourKey) {
        if (mode == Mode.PALETTE || mode == Mode.INTEGER) {
            throw new IllegalArgumentException("mode " + mode + " needs more than 8-bit samples");
        }
        return new RasterImage(mode, width, height, samples, NO_INTS, Optional.empty(), colourKey);
    }

    /** Wraps indices of {@code palette}. */
    public static RasterImage indexed(int width, int height, byte[] indices, Palette palette) {
        return new RasterImage(Mode.PALETTE, width, height, indices, NO_INTS, Optional.of(palette), NO_COLOUR_KEY);
    }

    /** Wraps 16-bit grey; {@code colourKey} is the sample that is transparent. */
    public static RasterImage integers(int width, int height, int[] values, int colourKey) {
        return new RasterImage(Mode.INTEGER, width, height, NO_BYTES, values, Optional.empty(), colourKey);
    }

    /** The same mode, palette and colour key with other 8-bit samples. */
    public RasterImage withSamples(int newWidth, int newHeight, byte[] newSamples) {
        return new RasterImage(mode, newWidth, newHeight, newSamples, NO_INTS, palette, colourKey);
    }

    /** The same mode and colour key with other integers. */
    public RasterImage withIntegers(int newWidth, int newHeight, int[] newIntegers) {
        return new RasterImage(mode, newWidth, newHeight, NO_BYTES, newIntegers, palette, colourKey);
    }

    /**
     * The picture's colour mode.
     *
     * @return the mode PIL would open the file in
     */
    public Mode mode() {
        return mode;
    }

    /**
     * The width.
     *
     * @return in pixels, at least 1
     */
    public int width() {
        return width;
    }

    /**
     * The height.
     *
     * @return in pixels, at least 1
     */
    public int height() {
        return height;
    }

    /**
     * Converts to RGB as PIL's {@code convert("RGB")}: opacity is dropped, 16-bit grey is clipped at 255.
     *
     * @return 8-bit samples, HWC
     */
    public RgbImage toRgb() {
        return new RgbImage(width, height, ModeConverter.toRgb(this));
    }

    /**
     * Converts to RGBA, honouring palette opacity and transparent colours.
     *
     * @return this picture if it is RGBA already, else a converted copy
     */
    public RasterImage toRgba() {
        return mode == Mode.RGBA ? this : of(Mode.RGBA, width, height, ModeConverter.toRgba(this));
    }

    /**
     * Tells whether a pixel could be transparent: an opacity channel, a palette with opacity or a transparent colour.
     *
     * @return false if every pixel is opaque by the picture's mode
     */
    public boolean mayBeTransparent() {
        return mode.hasAlpha()
                || colourKey != NO_COLOUR_KEY
                || palette.filter(p -> !p.isOpaque()).isPresent();
    }

    /** Interleaved 8-bit samples of every mode but {@link Mode#INTEGER}; not copied, not to be changed. */
    public byte[] samples() {
        return samples;
    }

    /** Samples of mode {@link Mode#INTEGER}; not copied, not to be changed. */
    public int[] integers() {
        return integers;
    }

    /** Colours of mode {@link Mode#PALETTE}; other modes have none. */
    public Palette palette() {
        return palette.orElseThrow();
    }

    /** The sample, or 0xrrggbb, that is transparent; {@link #NO_COLOUR_KEY} if none is. */
    int colourKey() {
        return colourKey;
    }
}
