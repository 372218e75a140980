package io.magma.train.eval.protocol;

import io.magma.config.ConfigException;
import io.magma.train.eval.random.NumpyRandom;
import io.magma.train.eval.random.PythonRandom;
import io.magma.train.eval.task.TaskItem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Decides for one trial which items are asked after which examples. The plan is the same on every process, whatever part of it
 * the process takes.
 */
public final class ShotPlan {
    private final ShotSettings settings;
    private final PictureSimilarity similarity;
    private final List<TaskItem> asked;
    private final ShotCandidates pool;
    private final Map<String, ShotCandidates> byType;
    private final PythonRandom random;

    /**
     * Draws what is asked and the pool.
     *
     * @param seed of the trial
     * @param eval the evaluated items
     * @param train training items; empty where the protocol needs none
     */
    public ShotPlan(
            Protocol protocol, long seed, List<TaskItem> eval, List<TaskItem> train, PictureSimilarity similarity) {
        this.settings = protocol.shots();
        this.similarity = similarity;
        int count = protocol.samples().count() == 0
                ? eval.size()
                : Math.min(eval.size(), protocol.samples().count());
        PythonRandom python = new PythonRandom(seed);
        NumpyRandom numpy = new NumpyRandom(seed);
        this.asked = switch (protocol.samples().order()) {
            case FILE -> eval.subList(0, count);
            case PYTHON_SHUFFLE -> {
                List<TaskItem> shuffled = new ArrayList<>(eval);
                python.shuffle(shuffled);
                yield shuffled.subList(0, count);
            }
            case NUMPY_CHOICE -> pick(eval, numpy.choice(eval.size(), count, false));
        };
        List<TaskItem> source = settings.pool().train() ? train : eval;
        int size = Math.min(settings.poolSize(), source.size());
        List<TaskItem> drawn = size == 0 ? source : pick(source, numpy.choice(source.size(), size, false));
        this.pool = ShotCandidates.of(drawn);
        this.byType = drawn.stream()
                .collect(Collectors.groupingBy(
                        TaskItem::questionType, Collectors.collectingAndThen(Collectors.toList(), ShotCandidates::of)));
        this.random = python;
    }

    /** The items in the order they are asked, each after {@code shots} examples; for one call. */
    public List<AskedItem> with(int shots) {
        boolean textOnly = shots == 0 && settings.zeroShot() == ZeroShotMode.TWO_TEXT_ONLY;
        int count = textOnly ? ShotSettings.TEXT_ONLY_SHOTS : shots;
        List<AskedItem> plan = new ArrayList<>();
        for (TaskItem item : asked) {
            List<TaskItem> examples = count == 0 ? List.of() : examples(item, count);
            plan.add(new AskedItem(
                    item,
                    examples.stream()
                            .map(e -> new Shot(e, settings.answer().of(e.answers(), random), !textOnly))
                            .toList()));
        }
        return plan;
    }

    private List<TaskItem> examples(TaskItem item, int count) {
        ShotCandidates candidates =
                settings.pool().sameType() ? byType.getOrDefault(item.questionType(), ShotCandidates.NONE) : pool;
        List<TaskItem> others = candidates.without(item, settings);
        int needed = settings.selection() == ShotSelection.RANDOM_WITH_REPLACEMENT ? 1 : count;
        if (others.size() < needed) {
            throw new ConfigException("shots: " + count + " examples are asked for " + item.id()
                    + (item.questionType().isEmpty() ? "" : " (" + item.questionType() + ")") + ", the pool has "
                    + others.size());
        }
        return switch (settings.selection()) {
            case RANDOM_WITH_REPLACEMENT ->
                IntStream.range(0, count).mapToObj(i -> random.choice(others)).toList();
            case RANDOM_WITHOUT_REPLACEMENT -> random.sample(others, count);
            case RICES -> mostSimilar(item, others, count);
        };
    }

    private List<TaskItem> mostSimilar(TaskItem item, List<TaskItem> others, int count) {
        double[] cosines = similarity.to(item, others);
        // Of equally similar ones the earlier one comes first, so that the choice is the same everywhere.
        List<TaskItem> nearest = new ArrayList<>(IntStream.range(0, cosines.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -cosines[i]).thenComparing(i -> i))
                .limit(count)
                .map(others::get)
                .toList());
        if (settings.order() == ShotOrder.MOST_SIMILAR_LAST) {
            Collections.reverse(nearest);
        }
        return nearest;
    }

    private static List<TaskItem> pick(List<TaskItem> from, int[] places) {
        return Arrays.stream(places).mapToObj(from::get).toList();
    }
}
