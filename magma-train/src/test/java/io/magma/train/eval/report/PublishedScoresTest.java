package io.magma.train.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.magma.train.eval.task.TaskDefinition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PublishedScoresTest {
    private final PublishedScores published = PublishedScores.load();

    @Test
    void everyScoreHasASourceATaskOfOursAndANumber() {
        assertThat(published.all()).hasSizeGreaterThan(40).allSatisfy(score -> {
            assertThat(score.source()).isNotBlank();
            assertThat(TaskDefinition.NAMES).contains(score.task());
            assertThat(Set.of("vqa_accuracy", "cider", "roc_auc")).contains(score.metric());
            assertThat(score.byShots()).isNotEmpty();
            assertThat(score.byShots().values()).allMatch(value -> value > 1 && value < 150);
        });
        assertThat(published.all().stream().map(s -> s.model() + s.task()).toList())
                .doesNotHaveDuplicates();
    }

    @Test
    void onlyWhatWasReadIsThere() {
        PublishedScore frozen = one("vqa", "Frozen");
        // 35.7 with one example is often quoted, but was not found where it could be checked.
        assertThat(frozen.byShots()).isEqualTo(Map.of(0, 29.5, 4, 38.2));
        assertThat(frozen.split()).isEqualTo("val");
        assertThat(one("okvqa", "MM1-30B").byShots()).isEqualTo(Map.of(8, 58.3));
        assertThat(published.on("okvqa", "exact_match")).isEmpty();
        assertThat(published.on("custom-vqa", "vqa_accuracy")).isEmpty();
        assertThat(published.fullSplit("okvqa")).hasValue(5046);
        assertThat(published.fullSplit("custom-vqa")).isEmpty();
    }

    private PublishedScore one(String task, String model) {
        List<PublishedScore> found = published.on(task, "vqa_accuracy").stream()
                .filter(score -> score.model().equals(model))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }
}
