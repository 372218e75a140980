package io.magma.train.data;

import java.util.List;
import java.util.Optional;

/** Pictures with captions and questions, by number. Safe for use by several threads. */
public interface AnnotatedImages {

    /** Returns the number of pictures. */
    int size();

    /** Returns the name of a picture, unique in the set. */
    String id(int index);

    /**
     * Returns where the picture lies.
     *
     * @throws CorruptSampleException if the annotation that says so cannot be read
     */
    ImageBytes image(int index);

    /**
     * Returns the captions, at least one.
     *
     * @throws CorruptSampleException if there is none
     */
    List<String> captions(int index);

    /**
     * Returns the questions, possibly none.
     *
     * @throws CorruptSampleException if they cannot be read
     */
    List<QuestionAnswers> questions(int index);

    /**
     * Returns what {@code metadata} says of a picture under a key.
     *
     * @return empty where it says nothing, or no text or number
     * @throws CorruptSampleException if it cannot be read
     */
    Optional<String> metadata(int index, String key);
}
