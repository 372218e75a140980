package io.magma.train.eval.task;

import io.magma.train.data.AnnotatedImages;
import io.magma.train.data.QuestionAnswers;
import io.magma.train.eval.AnswerText;
import io.magma.train.eval.ConceptName;
import java.util.List;
import java.util.Optional;

/**
 * Which part of what is said about a picture names its class.
 *
 * @param kind where to look
 * @param key of the metadata, or type of the question; else empty
 */
public record ClassLabel(Kind kind, String key) {
    /** What may be written. */
    public static final String FORMS = "caption, concept, metadata.KEY or answer.TYPE";

    private static final String METADATA = "metadata.";
    private static final String ANSWER = "answer.";

    /** A part of what is said about a picture. */
    public enum Kind {
        /** The first caption. */
        CAPTION,
        /** The concept that the first caption of an emoji names, see {@link ConceptName}. */
        CONCEPT,
        /** A value of the metadata. */
        METADATA,
        /** The first answer to the question of a type. */
        ANSWER
    }

    /** Reads one of the {@link #FORMS}; empty if it is none of them. */
    public static Optional<ClassLabel> parse(String text) {
        if (text.equals("caption")) {
            return Optional.of(new ClassLabel(Kind.CAPTION, ""));
        }
        if (text.equals("concept")) {
            return Optional.of(new ClassLabel(Kind.CONCEPT, ""));
        }
        return keyed(text, METADATA, Kind.METADATA).or(() -> keyed(text, ANSWER, Kind.ANSWER));
    }

    private static Optional<ClassLabel> keyed(String text, String prefix, Kind kind) {
        return text.startsWith(prefix) && text.length() > prefix.length()
                ? Optional.of(new ClassLabel(kind, text.substring(prefix.length())))
                : Optional.empty();
    }

    /**
     * The class of a picture.
     *
     * @return empty if nothing names one
     * @throws io.magma.train.data.CorruptSampleException if its annotation cannot be read
     */
    Optional<String> of(AnnotatedImages images, int index) {
        return switch (kind) {
            case CAPTION -> first(images.captions(index)).map(AnswerText::normalized);
            case CONCEPT -> first(images.captions(index)).map(ConceptName::of);
            case METADATA -> images.metadata(index, key);
            case ANSWER ->
                images.questions(index).stream()
                        .filter(question -> question.type().equals(key))
                        .findFirst()
                        .map(QuestionAnswers::answers)
                        .flatMap(ClassLabel::first)
                        .map(AnswerText::normalized);
        };
    }

    private static Optional<String> first(List<String> texts) {
        return texts.stream().findFirst();
    }
}
