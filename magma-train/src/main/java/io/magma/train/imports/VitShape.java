package io.magma.train.imports;

/**
 * Sizes of a CLIP vision transformer.
 *
 * @param width hidden size
 * @param layers blocks
 * @param heads attention heads
 * @param innerSize width of the feed-forward sublayers
 * @param patch side of a patch in pixels
 * @param resolution side of the input in pixels
 * @param projection length of the pooled embedding
 */
record VitShape(int width, int layers, int heads, int innerSize, int patch, int resolution, int projection) {
    VitShape withHeads(int count) {
        return new VitShape(width, layers, count, innerSize, patch, resolution, projection);
    }

    /** Numbers in a row, for messages. */
    String describe() {
        return "a transformer of width " + width + ", " + layers + " layers, patch " + patch + ", " + resolution
                + " pixels, projection " + projection;
    }
}
