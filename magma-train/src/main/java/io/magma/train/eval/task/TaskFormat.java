package io.magma.train.eval.task;

/** Layout of a task's files. */
public enum TaskFormat {
    /** VQA v2 and what has its layout: a file of questions and one of annotations. */
    VQA,
    /** An object of questions by number. */
    GQA,
    /** A list of questions with the picture's name. */
    VIZWIZ,
    /** An object whose {@code data} are questions with their answers. */
    TEXTVQA,
    /** Captions, official or Karpathy's, and nocaps. */
    CAPTIONS,
    /** JSON lines of pairs of a picture and a sentence. */
    SNLI_VE,
    /** JSON lines of memes. */
    HATEFUL_MEMES,
    /** Pictures of classes, of which episodes are made; see {@link LabelledImages}. */
    LABELLED_IMAGES;

    ItemReader reader() {
        return switch (this) {
            case VQA -> new VqaItems();
            case GQA -> new GqaItems();
            case VIZWIZ -> new VizWizItems();
            case TEXTVQA -> new TextVqaItems();
            case CAPTIONS -> new CaptionItems();
            case SNLI_VE -> new SnliVeItems();
            case HATEFUL_MEMES -> new HatefulMemesItems();
            case LABELLED_IMAGES -> throw new IllegalStateException("episodes are drawn, there are no items to read");
        };
    }
}
