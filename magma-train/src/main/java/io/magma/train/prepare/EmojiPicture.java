package io.magma.train.prepare;

import java.util.List;

/**
 * One emoji in one art style.
 *
 * @param id unique name, {@code STYLE_CODEPOINTS}
 * @param png the picture, read or drawn when it is needed
 * @param split where the picture belongs
 * @param name its CLDR short name, the caption
 * @param keywords its CLDR keywords without those about skin tone
 * @param category the emoji group, for example {@code Food & Drink}
 * @param subcategory the emoji subgroup
 * @param concept code points with skin tone, hair and gender removed
 * @param style the art style
 */
record EmojiPicture(
        String id,
        EmojiArt.PngSource png,
        Split split,
        String name,
        List<String> keywords,
        String category,
        String subcategory,
        String concept,
        String style) {

    /** What a picture is used for. */
    enum Split {
        /** Pictures to learn from. */
        TRAIN("train"),
        /** More pictures to learn from, in Fluent's two styles. */
        TRAIN_FLUENT("train_fluent"),
        /** Concepts seen in training, drawn in a style in which they were not. */
        VAL_STYLE("val_style"),
        /** Concepts never seen in training. */
        VAL_CONCEPT("val_concept");

        private final String folder;

        Split(String folder) {
            this.folder = folder;
        }

        /** Returns the folder name of the split. */
        String folder() {
            return folder;
        }
    }
}
