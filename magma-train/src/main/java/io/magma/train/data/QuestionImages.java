package io.magma.train.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pictures that questions are about, each once, in the order of their first question. */
record QuestionImages(List<ImageBytes> images, List<List<QuestionAnswers>> asked) implements AnnotatedImages {

    /** Groups samples whose prompt is the bare question; those without a picture are left out. */
    static QuestionImages of(SampleSource rows) {
        Map<ImageBytes, List<QuestionAnswers>> asked = new LinkedHashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            Sample row = rows.get(i, 0);
            row.image()
                    .ifPresent(image -> asked.computeIfAbsent(image, key -> new ArrayList<>())
                            .add(new QuestionAnswers(row.prompt(), row.references(), row.type())));
        }
        return new QuestionImages(List.copyOf(asked.keySet()), List.copyOf(asked.values()));
    }

    @Override
    public int size() {
        return images.size();
    }

    @Override
    public String id(int index) {
        return images.get(index).name();
    }

    @Override
    public ImageBytes image(int index) {
        return images.get(index);
    }

    @Override
    public List<String> captions(int index) {
        throw new CorruptSampleException(id(index), "has no captions");
    }

    @Override
    public List<QuestionAnswers> questions(int index) {
        return asked.get(index);
    }

    @Override
    public Optional<String> metadata(int index, String key) {
        return Optional.empty();
    }
}
