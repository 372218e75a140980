package io.magma.image.resize;

/** A rectangle of pixels inside a picture. */
public record Region(int left, int top, int width, int height) {
    /** All of a picture. */
    public static Region whole(int width, int height) {
        return new Region(0, 0, width, height);
    }

    void requireInside(int outerWidth, int outerHeight) {
        if (left < 0 || top < 0 || width < 1 || height < 1 || left + width > outerWidth || top + height > outerHeight) {
            throw new IllegalArgumentException(this + " is not inside " + outerWidth + "x" + outerHeight);
        }
    }
}
