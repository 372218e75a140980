package io.magma.train.eval.report;

import io.magma.train.eval.report.Results.Trial;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Items to be shown: of all models, tasks and numbers of examples in turn; among them wrong, partly right and right ones in
 * turn; among those all types in turn, each spread over the whole file. The same files give the same choice.
 */
final class ItemChoice {
    /**
     * A line that may be chosen.
     *
     * @param series model and task
     * @param trial the trial it is of
     * @param line its place in the trial's file, from 0
     * @param type of the item
     * @param kind 0 wrong, 1 partly right, 2 right, 3 without a score of its own
     */
    record Candidate(Series series, Trial trial, int line, String type, int kind) {}

    private ItemChoice() {}

    /** At most {@code count} items of the models with their pictures. */
    static List<Candidate> of(List<Series> all, int count) {
        List<List<Candidate>> trials = new ArrayList<>();
        for (Series series : all) {
            for (Trial trial : series.firstTrials(Results.MODEL)) {
                // Each begins elsewhere, so that neighbours differ in more than the number of examples.
                trials.add(mixed(candidates(series, trial), trials.size()));
            }
        }
        List<Candidate> chosen = inTurn(trials);
        return chosen.subList(0, Math.min(count, chosen.size()));
    }

    private static List<Candidate> candidates(Series series, Trial trial) {
        List<Candidate> all = new ArrayList<>();
        new ItemLines(trial.itemFile())
                .forEach((line, item) -> all.add(new Candidate(series, trial, line, item.type(), kind(item.score()))));
        return all;
    }

    static int kind(OptionalDouble score) {
        if (score.isEmpty()) {
            return 3;
        }
        double value = score.getAsDouble();
        return value <= 0 ? 0 : value < 1 ? 1 : 2;
    }

    private static List<Candidate> mixed(List<Candidate> all, int turn) {
        List<List<Candidate>> kinds = new ArrayList<>();
        for (List<Candidate> kind : groups(all, Candidate::kind)) {
            kinds.add(inTurn(groups(kind, Candidate::type).stream()
                    .map(type -> spread(type, turn))
                    .toList()));
        }
        Collections.rotate(kinds, -turn);
        return inTurn(kinds);
    }

    private static <K> List<List<Candidate>> groups(List<Candidate> all, Function<Candidate, K> by) {
        return List.copyOf(all.stream()
                .collect(Collectors.groupingBy(by, TreeMap::new, Collectors.toList()))
                .values());
    }

    /** The first of each list, then the second of each, and so on. */
    static <T> List<T> inTurn(List<List<T>> lists) {
        List<T> mixed = new ArrayList<>();
        List<Iterator<T>> turns = new ArrayList<>();
        lists.forEach(list -> turns.add(list.iterator()));
        while (!turns.isEmpty()) {
            turns.removeIf(turn -> !turn.hasNext());
            turns.forEach(turn -> mixed.add(turn.next()));
        }
        return mixed;
    }

    // Every beginning of the list is spread over the whole: a step near its golden cut without a common divisor.
    private static <T> List<T> spread(List<T> all, int from) {
        int step = Math.max(1, (int) Math.round(0.618 * all.size()));
        while (gcd(step, all.size()) != 1) {
            step++;
        }
        List<T> spread = new ArrayList<>();
        for (long i = 0; i < all.size(); i++) {
            spread.add(all.get((int) ((from + i) * step % all.size())));
        }
        return spread;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
