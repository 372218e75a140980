package io.magma.train.data;

import io.magma.config.CaptionChoice;
import io.magma.config.LossTarget;
import io.magma.config.SourceConfig;
import java.util.List;
import java.util.Optional;

/**
 * How captions and questions become prompt and target.
 *
 * @param promptTemplate text before an answer; {@code {prompt}} stands for the question
 * @param captionPrompt text before a caption, may be empty
 * @param choice which of several captions or answers is the target
 * @param lossOnPrompt whether prompts bear loss too
 */
record TextStyle(String promptTemplate, String captionPrompt, CaptionChoice choice, boolean lossOnPrompt) {

    /** Returns the style that a source asks for. */
    static TextStyle of(SourceConfig config) {
        return new TextStyle(
                config.promptTemplate(), config.captionPrompt(), config.caption(), config.loss() == LossTarget.ALL);
    }

    /** Returns the sample of a question: the target is a space and the answer. */
    Sample answer(String id, Optional<ImageBytes> image, QuestionAnswers question, long draw) {
        return new Sample(
                id,
                image,
                promptTemplate.replace("{prompt}", question.question()),
                " " + choose(question.answers(), draw),
                lossOnPrompt,
                question.type(),
                question.answers());
    }

    /** Returns the sample of a caption; after a prompt that does not end in a space the target begins with one. */
    Sample caption(String id, ImageBytes image, List<String> captions, long draw) {
        boolean space =
                !captionPrompt.isEmpty() && !Character.isWhitespace(captionPrompt.charAt(captionPrompt.length() - 1));
        String target = (space ? " " : "") + choose(captions, draw);
        return new Sample(id, Optional.of(image), captionPrompt, target, lossOnPrompt, "caption", captions);
    }

    private String choose(List<String> texts, long draw) {
        return switch (choice) {
            case FIRST -> texts.get(0);
            case RANDOM -> texts.get(Math.floorMod(draw, texts.size()));
        };
    }
}
