package io.magma.train.eval.protocol;

/** How captions are cut into words. */
public enum CaptionTokenizer {
    /** At white space, as they stand. */
    NONE,
    /** As in the Penn Treebank, without punctuation and in lower case, as coco-caption does. */
    PTB
}
