package io.magma.train.eval;

import io.magma.config.SourceConfig;
import java.util.List;

/**
 * Data that are evaluated together.
 *
 * @param name short name, such as {@code val_style}
 * @param description what it measures, one sentence, may be empty
 * @param sources its captions and questions
 */
public record EvaluationSplit(String name, String description, List<SourceConfig> sources) {
    public EvaluationSplit {
        sources = List.copyOf(sources);
    }
}
