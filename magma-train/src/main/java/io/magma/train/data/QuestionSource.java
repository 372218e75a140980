package io.magma.train.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One sample a question about a picture, or about nothing but words. */
final class QuestionSource implements SampleSource {

    private static final Logger logger = LoggerFactory.getLogger(QuestionSource.class);

    private record Row(String id, Optional<ImageBytes> image, QuestionAnswers question) {}

    private final List<Row> rows = new ArrayList<>();
    private final TextStyle style;

    QuestionSource(TextStyle style) {
        this.style = style;
    }

    /** Reads the questions of every picture; pictures whose annotation is unreadable are logged and have none. */
    static QuestionSource of(AnnotatedImages images, Predicate<String> types, TextStyle style) {
        QuestionSource source = new QuestionSource(style);
        for (int i = 0; i < images.size(); i++) {
            try {
                int number = 0;
                for (QuestionAnswers question : images.questions(i)) {
                    if (types.test(question.type())) {
                        source.add(images.id(i) + "#" + number, Optional.of(images.image(i)), question);
                    }
                    number++;
                }
            } catch (CorruptSampleException e) {
                logger.warn("left out: {}", e.getMessage());
            }
        }
        return source;
    }

    void add(String id, Optional<ImageBytes> image, QuestionAnswers question) {
        rows.add(new Row(id, image, question));
    }

    @Override
    public int size() {
        return rows.size();
    }

    @Override
    public Sample get(int index, long draw) {
        Row row = rows.get(index);
        return style.answer(row.id(), row.image(), row.question(), draw);
    }
}
