package io.magma.train.data;

/** One sample a picture: its caption. */
record CaptionSource(AnnotatedImages images, TextStyle style) implements SampleSource {

    @Override
    public int size() {
        return images.size();
    }

    @Override
    public Sample get(int index, long draw) {
        return style.caption(images.id(index), images.image(index), images.captions(index), draw);
    }
}
