package io.magma.train.eval.run;

import io.magma.config.ConfigException;
import io.magma.train.eval.protocol.AnswerMode;
import io.magma.train.eval.task.TaskItem;
import java.util.List;

/** Chooses what judges the answers to a task. */
final class Scorers {
    private Scorers() {}

    static TaskScorer of(TaskRequest request, List<TaskItem> items) {
        if (items.stream().allMatch(item -> item.answers().isEmpty())) {
            return new Unscored();
        }
        return switch (request.task().metric()) {
            case EXACT_MATCH -> new ExactMatch("exact_match");
            case CONCEPT_BINDING ->
                new BindingAccuracy(request.protocol().binding().orElseThrow().ways());
            case ACCURACY -> new ExactMatch("accuracy");
            case ROC_AUC -> {
                if (request.protocol().decoding().mode() == AnswerMode.GENERATE) {
                    throw new ConfigException(
                            "decoding.mode: " + request.task().name()
                                    + " is judged by the labels' probabilities, so it must be class_head, rank_sum or rank_mean");
                }
                yield new RocAuc(request.labels());
            }
            case CAPTION -> new CaptionScorer(request.protocol().scoring());
            case VQA_ACCURACY -> VqaAccuracy.of(request.protocol().scoring());
        };
    }
}
