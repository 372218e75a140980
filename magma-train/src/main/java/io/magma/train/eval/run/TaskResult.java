package io.magma.train.eval.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * What the evaluation of a task came to.
 *
 * @param name of its folder
 * @param task its name
 * @param data folder of its files
 * @param metric how answers were judged
 * @param protocol the whole protocol, as its file would say it
 * @param definition the task's files
 * @param items how many there are
 * @param leftOut entries of the files that are no items, by reason
 * @param trials in the order of shots, seeds and baselines
 * @param summary over the seeds
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TaskResult(
        String name,
        String task,
        String data,
        String metric,
        JsonNode protocol,
        JsonNode definition,
        int items,
        Map<String, Integer> leftOut,
        List<TrialResult> trials,
        List<SummaryRow> summary) {
    /**
     * A score over the seeds.
     *
     * @param shots examples before a question
     * @param baseline what the model saw
     * @param score name of the score
     * @param seeds how many
     * @param mean over the seeds
     * @param deviation standard deviation of the population, 0 for one seed
     */
    public record SummaryRow(int shots, String baseline, String score, int seeds, double mean, double deviation) {}
}
