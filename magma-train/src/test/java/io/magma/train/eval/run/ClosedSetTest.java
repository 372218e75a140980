package io.magma.train.eval.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.magma.config.ConfigException;
import io.magma.train.eval.protocol.AnswerMode;
import io.magma.train.eval.protocol.ProtocolPresets;
import io.magma.train.eval.task.TaskDefinition;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The class head where there is one that knows the labels, unless ranking is asked for. */
class ClosedSetTest {
    private static final List<String> HEAD = List.of("neutral", "entailment", "contradiction");
    private static final List<String> NO_HEAD = List.of();

    private static TaskRequest request(String task, String... set) {
        TaskDefinition definition = TaskDefinition.named(task, List.of());
        return new TaskRequest(
                task,
                definition,
                ProtocolPresets.load("default", definition, List.of(set)),
                Path.of("data"),
                List.of(0),
                definition.labels(),
                List.of(Baseline.NONE),
                false);
    }

    private static AnswerMode mode(TaskRequest request, List<String> classes) {
        return ClosedSet.settled(request, classes).protocol().decoding().mode();
    }

    @Test
    void theModelDecidesUnlessTheUserDoes() {
        assertThat(mode(request("snli-ve"), HEAD)).isEqualTo(AnswerMode.CLASS_HEAD);
        assertThat(mode(request("snli-ve"), NO_HEAD)).isEqualTo(AnswerMode.RANK_MEAN);
        assertThat(mode(request("hateful-memes"), HEAD)).isEqualTo(AnswerMode.RANK_MEAN);
        assertThat(mode(request("snli-ve", "decoding.mode=rank_sum"), HEAD)).isEqualTo(AnswerMode.RANK_SUM);
        assertThat(mode(request("gqa"), HEAD)).isEqualTo(AnswerMode.GENERATE);
    }

    @Test
    void aTaskWithoutLabelsHasThoseOfTheHead() {
        TaskRequest settled = ClosedSet.settled(request("gqa", "decoding.mode=class_head"), HEAD);
        assertThat(settled.labels()).isEqualTo(HEAD);
        assertThat(ClosedSet.settled(request("snli-ve"), HEAD).labels())
                .containsExactly("entailment", "neutral", "contradiction");
    }

    @Test
    void aHeadThatIsNotThereCannotBeAsked() {
        assertThatThrownBy(() -> ClosedSet.settled(request("snli-ve", "decoding.mode=class_head"), NO_HEAD))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "decoding.mode: class_head, but the model has none; rank the labels by rank_mean or rank_sum");
        assertThatThrownBy(() -> ClosedSet.settled(request("hateful-memes", "decoding.mode=class_head"), HEAD))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "decoding.mode: class_head, but the model's tells apart neutral, entailment, contradiction and"
                                + " not no");
        assertThatThrownBy(() -> ClosedSet.settled(request("gqa", "decoding.mode=closed_set"), NO_HEAD))
                .hasMessage("decoding.mode: gqa has no closed set of answers to rank; give at least two, or generate");
    }
}
