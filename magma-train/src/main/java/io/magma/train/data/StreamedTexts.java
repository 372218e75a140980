package io.magma.train.data;

import io.magma.config.SampleContent;
import io.magma.config.SourceConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Makes the samples that a streamed source asks for out of a picture with its texts: one for its captions, or one for each
 * question.
 *
 * @param content which texts
 * @param types types of questions that are kept
 * @param style makes prompts and targets
 */
record StreamedTexts(SampleContent content, Predicate<String> types, TextStyle style)
        implements Function<WebDatasetSample, List<SampleMaker>> {

    static StreamedTexts of(SourceConfig config) {
        return new StreamedTexts(config.content(), SampleSources.types(config), TextStyle.of(config));
    }

    /**
     * Returns the samples.
     *
     * @throws CorruptSampleException if the questions cannot be read; captions are read later
     */
    @Override
    public List<SampleMaker> apply(WebDatasetSample sample) {
        return switch (content) {
            case CAPTIONS -> List.of(draw -> style.caption(sample.key(), sample.image(), sample.captions(), draw));
            case QUESTIONS -> questions(sample);
        };
    }

    private List<SampleMaker> questions(WebDatasetSample sample) {
        List<SampleMaker> samples = new ArrayList<>();
        int number = 0;
        for (QuestionAnswers question : sample.questions()) {
            String id = sample.key() + "#" + number++;
            if (types.test(question.type())) {
                samples.add(draw -> style.answer(id, Optional.of(sample.image()), question, draw));
            }
        }
        return samples;
    }
}
