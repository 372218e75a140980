package io.magma.lm;

import io.magma.torch.Dtype;

/**
 * The shapes that groups of rows are padded to, so that few different ones occur.
 *
 * <p>In bfloat16 and float16 libtorch's CPU kernels (oneDNN) are generated for each shape of a product and kept, up to 1,024 of
 * them. With shapes as they come most are new: a quarter of the quickstart's time went into generating them, and hundreds of
 * MiB into keeping them.
 *
 * @param lengthStep lengths are multiples of it; at least 1
 * @param labelStep positions that predict a label are filled up to multiples of it; at least 1
 * @param parts into how many groups of equal size rows can be split; 0 if groups may have any size
 * @param longest length that no group is padded beyond
 */
public record ShapeGrid(int lengthStep, int labelStep, int parts, int longest) {
    /** Shapes as they come. */
    public static final ShapeGrid FREE = new ShapeGrid(1, 1, 0, Integer.MAX_VALUE);

    /** The grid for a decoder that computes in {@code dtype}, with a context of so many positions. */
    public static ShapeGrid of(Dtype dtype, int context) {
        return dtype == Dtype.FLOAT32 ? FREE : coarse(context);
    }

    /** Few shapes, for a decoder with a context of {@code longest} positions. */
    static ShapeGrid coarse(int longest) {
        return new ShapeGrid(8, 16, 4, longest);
    }

    /** The length that rows of up to {@code length} positions are padded to. */
    public int length(int length) {
        return Math.max(length, Math.min(multiple(length, lengthStep), longest));
    }

    /** The number that {@code labels} positions which predict a label are filled up to. */
    int labels(int labels) {
        return multiple(labels, labelStep);
    }

    private static int multiple(int number, int step) {
        return (number + step - 1) / step * step;
    }

    /** Groups begin at multiples of this many of {@code rows} rows. */
    int rowStep(int rows) {
        return parts == 0 ? 1 : Math.max(1, rows / parts);
    }
}
