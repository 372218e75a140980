package io.magma.train.convert;

/** What a user can tell about a data set, by the names of the options. */
public enum ConversionInput {
    /** Annotation files. */
    ANNOTATIONS("--annotations"),
    /** Files of questions, where they are apart from the answers. */
    QUESTIONS("--questions"),
    /** Folder of the pictures. */
    IMAGES("--images"),
    /** Splits to take. */
    SPLIT("--split"),
    /** Language to take. */
    LANGUAGE("--language"),
    /** Column or key of the picture. */
    IMAGE_COLUMN("--image-column"),
    /** Column or key of the caption. */
    CAPTION_COLUMN("--caption-column"),
    /** Question to ask where the data set has only labels. */
    PROMPT("--prompt");

    private final String option;

    ConversionInput(String option) {
        this.option = option;
    }

    /** The option. */
    public String option() {
        return option;
    }
}
