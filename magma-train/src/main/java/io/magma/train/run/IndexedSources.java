package io.magma.train.run;

import io.magma.config.SourceConfig;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sources whose texts are known before training; those of streamed ones are not before they come. */
final class IndexedSources {
    private static final Logger logger = LoggerFactory.getLogger(IndexedSources.class);

    private IndexedSources() {}

    /**
     * Leaves streamed sources out, and says so.
     *
     * @param what what is made of the texts, for the warning
     */
    static List<SourceConfig> of(List<SourceConfig> sources, String what) {
        List<SourceConfig> indexed =
                sources.stream().filter(source -> source.streaming().isEmpty()).toList();
        if (indexed.size() < sources.size()) {
            logger.warn("{} without the texts of {} streamed sources", what, sources.size() - indexed.size());
        }
        return indexed;
    }
}
