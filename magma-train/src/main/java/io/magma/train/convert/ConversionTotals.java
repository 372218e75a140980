package io.magma.train.convert;

/**
 * What was written.
 *
 * @param pictures pictures
 * @param encodedAnew those of them that were shrunk or changed their format
 * @param captions captions
 * @param questions questions
 * @param imageBytes bytes of the pictures
 */
record ConversionTotals(long pictures, long encodedAnew, long captions, long questions, long imageBytes) {
    static final ConversionTotals NONE = new ConversionTotals(0, 0, 0, 0, 0);

    ConversionTotals plus(SourceSample sample, ConvertedPicture picture) {
        return new ConversionTotals(
                pictures + 1,
                encodedAnew + (picture.encodedAnew() ? 1 : 0),
                captions + sample.captions().size(),
                questions + sample.questions().size(),
                imageBytes + picture.bytes().length);
    }
}
