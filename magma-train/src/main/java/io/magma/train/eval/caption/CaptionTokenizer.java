package io.magma.train.eval.caption;

import io.magma.train.eval.text.PythonText;

/** What is done to captions before they are scored; it changes scores by several points, so it is part of every result. */
public enum CaptionTokenizer {
    /** Nothing: the metrics take the texts as they are and cut them at white space; case and punctuation count. */
    NONE {
        @Override
        public String tokenize(String caption) {
            return caption;
        }
    },
    /** White space is removed from both ends and nothing else is done, as in nlg-eval, with which MAGMA was evaluated. */
    NLGEVAL {
        @Override
        public String tokenize(String caption) {
            return PythonText.strip(caption);
        }
    },
    /** Penn Treebank tokens in lower case without punctuation, as in coco-caption. */
    PTB {
        @Override
        public String tokenize(String caption) {
            return PtbTokenizer.tokenize(caption);
        }
    };

    /** The text that the metrics take, words between white space. */
    public abstract String tokenize(String caption);
}
