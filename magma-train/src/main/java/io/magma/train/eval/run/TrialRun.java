package io.magma.train.eval.run;

import io.magma.train.eval.protocol.AnswerMode;
import io.magma.train.eval.protocol.PromptPart;
import io.magma.train.eval.protocol.Protocol;
import io.magma.train.eval.run.TaskScorer.Answered;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * Asks the items of a trial that have not been asked yet: those whose prompts begin alike together, the shortest first.
 *
 * @param answerer answers
 * @param protocol how
 * @param labels texts that are ranked, as they follow a prompt
 * @param labelNames the same as they are scored
 * @param scorer gives the running score
 * @param share which of the items
 */
record TrialRun(
        Answerer answerer,
        Protocol protocol,
        List<String> labels,
        List<String> labelNames,
        TaskScorer scorer,
        Share share) {
    /** Hears how far it is. */
    interface Listener {
        void answered(int done, int of, OptionalDouble score);
    }

    /**
     * Asks and logs.
     *
     * @param folder of the trial
     * @param plan hash of everything the answers depend on
     * @return the answers of all processes by item; some are missing while others still ask
     */
    Map<String, Answer> ask(List<PreparedItem> items, Trial trial, Path folder, String plan, Listener listener) {
        List<PreparedItem> own = share.of(byBeginning(items));
        try (AnswerLog log = AnswerLog.open(folder, plan, share.rank(), share.ranks())) {
            List<PreparedItem> left =
                    own.stream().filter(i -> !log.answers().containsKey(i.id())).toList();
            RunningMean mean = new RunningMean();
            own.stream()
                    .filter(i -> log.answers().containsKey(i.id()))
                    .forEach(i -> mean.add(
                            scored(i, Objects.requireNonNull(log.answers().get(i.id())))));
            int done = own.size() - left.size();
            listener.answered(done, own.size(), mean.value());
            for (int from = 0; from < left.size(); from += share.batchSize()) {
                List<PreparedItem> batch = left.subList(from, Math.min(left.size(), from + share.batchSize()));
                List<Answer> answers = answer(batch, trial.seed());
                log.append(answers);
                for (int i = 0; i < batch.size(); i++) {
                    mean.add(scored(batch.get(i), answers.get(i)));
                }
                listener.answered(done + from + batch.size(), own.size(), mean.value());
            }
            log.readAll();
            return new LinkedHashMap<>(log.answers());
        }
    }

    // Prompts that begin alike stand together, since the model reads their beginning once.
    private static List<PreparedItem> byBeginning(List<PreparedItem> items) {
        Map<PromptPart, Integer> shortest = new HashMap<>();
        items.forEach(item -> shortest.merge(item.prompt().get(0), item.tokens(), Math::min));
        return items.stream()
                .sorted(Comparator.comparing((PreparedItem item) ->
                                shortest.get(item.prompt().get(0)))
                        .thenComparing(item -> item.prompt().get(0).toString())
                        .thenComparingInt(PreparedItem::tokens))
                .toList();
    }

    private List<Answer> answer(List<PreparedItem> batch, long seed) {
        var prompts = batch.stream().map(PreparedItem::prompt).toList();
        List<Answer> answers = new ArrayList<>();
        if (protocol.decoding().mode() == AnswerMode.GENERATE) {
            List<String> outputs = answerer.generate(prompts, protocol.decoding(), seed);
            for (int i = 0; i < batch.size(); i++) {
                answers.add(new Answer(batch.get(i).id(), outputs.get(i), List.of()));
            }
            return answers;
        }
        AnswerMode mode = protocol.decoding().mode();
        List<double[]> ranks = mode == AnswerMode.CLASS_HEAD
                ? answerer.classify(prompts, labelNames)
                : answerer.rank(prompts, labels, mode == AnswerMode.RANK_MEAN);
        for (int i = 0; i < batch.size(); i++) {
            List<Double> scores = DoubleStream.of(ranks.get(i)).boxed().toList();
            answers.add(new Answer(batch.get(i).id(), labelNames.get(best(ranks.get(i))), scores));
        }
        return answers;
    }

    private static int best(double[] scores) {
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            best = scores[i] > scores[best] ? i : best;
        }
        return best;
    }

    /** What an answer is to the scorer. */
    Answered answered(PreparedItem item, Answer answer) {
        boolean generated = protocol.decoding().mode() == AnswerMode.GENERATE;
        String text = generated ? protocol.processed(answer.output()) : answer.output();
        return new Answered(item.asked().item(), text, answer.scores());
    }

    private OptionalDouble scored(PreparedItem item, Answer answer) {
        return scorer.score(answered(item, answer)).score();
    }

    /** The mean of what has a score. */
    private static final class RunningMean {
        private double sum;
        private int count;

        void add(OptionalDouble score) {
            if (score.isPresent()) {
                sum += score.getAsDouble();
                count++;
            }
        }

        OptionalDouble value() {
            return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / count);
        }
    }
}
