package io.magma.train.convert;

import static io.magma.train.convert.ConversionInput.ANNOTATIONS;
import static io.magma.train.convert.ConversionInput.CAPTION_COLUMN;
import static io.magma.train.convert.ConversionInput.IMAGES;
import static io.magma.train.convert.ConversionInput.IMAGE_COLUMN;
import static io.magma.train.convert.ConversionInput.LANGUAGE;
import static io.magma.train.convert.ConversionInput.PROMPT;
import static io.magma.train.convert.ConversionInput.QUESTIONS;
import static io.magma.train.convert.ConversionInput.SPLIT;

import io.magma.config.ConfigException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The data sets that can be converted. */
public enum ConversionFormat {
    /** COCO captions: official {@code captions_*.json}, or Karpathy's {@code dataset_coco.json} (also Flickr's). */
    COCO("Captions CC BY 4.0 (COCO Consortium); pictures under their Flickr owners' licences"),
    /** VQA v2: questions and annotations. */
    VQAV2("Questions and answers CC BY 4.0 (visualqa.org); pictures of COCO under their owners' licences"),
    /** OK-VQA: questions and annotations in VQA's layout. */
    OKVQA("Questions and answers CC BY 4.0 (okvqa.allenai.org); pictures of COCO under their owners' licences"),
    /** GQA: questions of any split. */
    GQA("CC BY 4.0 (Stanford); pictures of Visual Genome under their owners' licences"),
    /** Visual Genome: question_answers.json, region_descriptions.json or both. */
    VISUAL_GENOME("CC BY 4.0 (Visual Genome); pictures of COCO and YFCC100M under their owners' licences"),
    /** VizWiz: questions, or captions. */
    VIZWIZ("CC BY 4.0 (vizwiz.org)"),
    /** Localized Narratives: JSON lines of any of its four picture sets. */
    LOCALIZED_NARRATIVES(
            "Narratives CC BY 4.0 (Google); pictures under the terms of COCO, Flickr30k, ADE20K or Open Images"),
    /** CC3M as img2dataset writes it: folders or tar shards. */
    CC3M("Captions free for any purpose, as is, acknowledging Google; pictures belong to their owners"),
    /** CC12M as img2dataset writes it. */
    CC12M("Captions free for any purpose, as is, acknowledging Google; pictures belong to their owners"),
    /** LAION as img2dataset writes it. */
    LAION("Metadata CC BY 4.0 (LAION); pictures belong to their owners"),
    /** Hateful Memes: JSON lines with labels. */
    HATEFUL_MEMES(
            "Hateful Memes licence agreement (research only, no redistribution); pictures licensed from Getty Images"),
    /** WIT: tables of Wikipedia pictures. */
    WIT("CC BY-SA 3.0 (Google, Wikipedia); pictures under their licences at Wikimedia Commons"),
    /** LLaVA's conversations. */
    LLAVA("LLaVA's annotations CC BY 4.0, within the terms of OpenAI; pictures under the terms of their data sets"),
    /** Comma-separated table with a header. */
    CSV(ConversionFormat.UNKNOWN),
    /** Tab-separated table with a header. */
    TSV(ConversionFormat.UNKNOWN),
    /** JSON lines. */
    JSONL(ConversionFormat.UNKNOWN);

    private static final String UNKNOWN = "Unknown: the table does not say";

    private final String licenceNote;

    ConversionFormat(String licenceNote) {
        this.licenceNote = licenceNote;
    }

    /** What is known of the data set's licence; its own terms hold. */
    public String licenceNote() {
        return licenceNote;
    }

    /** The name on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Prepares to read a data set.
     *
     * @throws ConfigException if the format needs something that is not given, or takes no such thing
     */
    AnnotationReader reader(ConversionInputs inputs) {
        Set<ConversionInput> given = inputs.given();
        for (ConversionInput input : needed()) {
            if (!given.contains(input)) {
                throw new ConfigException(this + " needs " + input.option());
            }
        }
        for (ConversionInput input : given) {
            if (!needed().contains(input) && !optional().contains(input)) {
                throw new ConfigException(this + " takes no " + input.option());
            }
        }
        return switch (this) {
            case COCO -> new CocoCaptions(inputs);
            case VQAV2, OKVQA -> new VqaQuestions(inputs);
            case GQA -> new GqaQuestions(inputs);
            case VISUAL_GENOME -> new VisualGenome(inputs);
            case VIZWIZ -> new VizWiz(inputs);
            case LOCALIZED_NARRATIVES -> new LocalizedNarratives(inputs);
            case CC3M, CC12M, LAION -> new Img2Dataset(inputs);
            case HATEFUL_MEMES -> new HatefulMemes(inputs);
            case WIT -> new WitCaptions(inputs);
            case LLAVA -> new LlavaConversations(inputs);
            case CSV -> new CaptionTable(inputs, ',');
            case TSV -> new CaptionTable(inputs, '\t');
            case JSONL -> new CaptionLines(inputs);
        };
    }

    private List<ConversionInput> needed() {
        return switch (this) {
            case COCO, GQA, VISUAL_GENOME, VIZWIZ, LOCALIZED_NARRATIVES, HATEFUL_MEMES, WIT, LLAVA ->
                List.of(ANNOTATIONS, IMAGES);
            case VQAV2, OKVQA -> List.of(QUESTIONS, ANNOTATIONS, IMAGES);
            case CC3M, CC12M, LAION -> List.of(IMAGES);
            case CSV, TSV, JSONL -> List.of(ANNOTATIONS);
        };
    }

    private List<ConversionInput> optional() {
        return switch (this) {
            case COCO -> List.of(SPLIT);
            case HATEFUL_MEMES -> List.of(PROMPT);
            case WIT -> List.of(LANGUAGE);
            case CSV, TSV, JSONL -> List.of(IMAGES, IMAGE_COLUMN, CAPTION_COLUMN);
            default -> List.of();
        };
    }
}
