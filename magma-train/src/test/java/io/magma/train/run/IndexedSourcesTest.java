package io.magma.train.run;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.magma.config.ConfigLoader;
import io.magma.config.SourceConfig;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class IndexedSourcesTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(IndexedSources.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(log);
    }

    private static List<SourceConfig> sources(String train) {
        String run = """
                model: {language_model: {path: lm}, adapters: {mlp: {}}}
                checkpoint: {dir: out}
                data: {train: [%s]}
                """.formatted(train);
        return ConfigLoader.parse("run.yml", run, Path.of("/runs"), List.of())
                .data()
                .train();
    }

    @Test
    void streamedOnesAreLeftOutWithAWarning() {
        List<SourceConfig> sources = sources("{path: a}, {format: webdataset, path: b, streaming: {}}");

        assertThat(IndexedSources.of(sources, "retrieval is")).containsExactly(sources.get(0));
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("retrieval is without the texts of 1 streamed sources");
    }

    @Test
    void nothingIsSaidWithoutThem() {
        List<SourceConfig> sources = sources("{path: a}, {path: b}");

        assertThat(IndexedSources.of(sources, "retrieval is")).isEqualTo(sources);
        assertThat(log.list).isEmpty();
    }
}
