package io.magma.train.eval.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.magma.train.eval.random.NumpyRandom;
import io.magma.train.eval.random.PythonRandom;
import io.magma.train.eval.task.TaskDefinition;
import io.magma.train.eval.task.TaskItem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShotPlanTest {
    private static List<TaskItem> items(String prefix, int n) {
        return IntStream.range(0, n)
                .mapToObj(i -> new TaskItem(
                        prefix + i,
                        prefix + i / 2,
                        Path.of(prefix + i / 2 + ".jpg"),
                        "q" + i,
                        List.of("first" + i, "often" + i, "often" + i),
                        i % 2 == 0 ? "even" : "odd",
                        ""))
                .toList();
    }

    private static Protocol protocol(String preset, String... overrides) {
        return ProtocolPresets.load(preset, TaskDefinition.named("vqa", List.of()), List.of(overrides));
    }

    private static List<String> ids(List<AskedItem> plan) {
        return plan.stream().map(a -> a.item().id()).toList();
    }

    private static List<String> shots(AskedItem asked) {
        return asked.shots().stream().map(s -> s.item().id()).toList();
    }

    /** The order of calls of OpenFlamingo's evaluation, made here with the generators themselves. */
    @Test
    void openflamingoDrawsItemsThenPoolThenExamples() {
        List<TaskItem> eval = items("e", 30);
        List<TaskItem> train = items("t", 100);
        Protocol protocol = protocol("openflamingo", "shots.pool_size=40", "samples.count=5");
        NumpyRandom numpy = new NumpyRandom(42);
        int[] asked = numpy.choice(30, 5, false);
        List<String> pool = Arrays.stream(numpy.choice(100, 40, false))
                .mapToObj(i -> "t" + i)
                .toList();
        PythonRandom python = new PythonRandom(42);

        List<AskedItem> plan = new ShotPlan(protocol, 42, eval, train, PictureSimilarity.NONE).with(4);

        assertThat(ids(plan))
                .isEqualTo(Arrays.stream(asked).mapToObj(i -> "e" + i).toList());
        for (AskedItem item : plan) {
            assertThat(shots(item)).isEqualTo(python.sample(pool, 4));
            assertThat(item.shots()).allMatch(s -> s.answer().startsWith("first") && s.withPicture());
        }
    }

    @Test
    void openflamingosZeroShotsAreTwoWithoutPictures() {
        List<AskedItem> plan =
                new ShotPlan(protocol("openflamingo"), 1, items("e", 3), items("t", 9), PictureSimilarity.NONE).with(0);
        assertThat(plan).hasSize(3).allMatch(a -> a.shots().size() == 2);
        assertThat(plan).allMatch(a -> a.shots().stream().noneMatch(Shot::withPicture));
    }

    @Test
    void magma2022ShufflesAndDrawsOfTheSameTypeWithTheSameGenerator() {
        List<TaskItem> eval = items("e", 12);
        PythonRandom python = new PythonRandom(42);
        List<TaskItem> order = new ArrayList<>(eval);
        python.shuffle(order);

        List<AskedItem> plan = new ShotPlan(protocol("magma2022"), 42, eval, List.of(), PictureSimilarity.NONE).with(3);

        assertThat(ids(plan)).isEqualTo(order.stream().map(TaskItem::id).toList());
        for (AskedItem asked : plan) {
            List<TaskItem> others = eval.stream()
                    .filter(i -> i.questionType().equals(asked.item().questionType()))
                    .filter(i -> !i.id().equals(asked.item().id()))
                    .toList();
            List<TaskItem> drawn =
                    IntStream.range(0, 3).mapToObj(i -> python.choice(others)).toList();
            assertThat(shots(asked)).isEqualTo(drawn.stream().map(TaskItem::id).toList());
            for (int i = 0; i < 3; i++) {
                assertThat(asked.shots().get(i).answer())
                        .isEqualTo(drawn.get(i).answers().get((int) python.randint(0, 2)));
            }
        }
    }

    @Test
    void similarOnesStandNextToTheQuestionOrFarthest() {
        List<TaskItem> train = items("t", 6);
        PictureSimilarity similarity = (query, pool) -> pool.stream()
                .mapToDouble(i -> List.of(.1, .9, .5, .9, .2, .0).get(train.indexOf(i)))
                .toArray();
        String[] rices = {"shots.selection=rices", "shots.answer=most_frequent"};
        AskedItem last = new ShotPlan(protocol("default", rices), 0, items("e", 1), train, similarity)
                .with(3)
                .get(0);
        assertThat(shots(last)).containsExactly("t2", "t3", "t1");
        assertThat(last.shots().get(0).answer()).isEqualTo("often2");
        assertThat(shots(new ShotPlan(
                                protocol("default", rices[0], "shots.order=most_similar_first"),
                                0,
                                items("e", 1),
                                train,
                                similarity)
                        .with(3)
                        .get(0)))
                .containsExactly("t1", "t3", "t2");
    }

    @Test
    void examplesAboutTheSamePictureCanBeLeftOut() {
        Protocol protocol = protocol("default", "shots.pool=eval", "shots.other_picture=true");
        List<AskedItem> plan = new ShotPlan(protocol, 3, items("e", 6), List.of(), PictureSimilarity.NONE).with(4);
        assertThat(plan)
                .allMatch(a -> a.shots().stream()
                        .noneMatch(s -> s.item().imageId().equals(a.item().imageId())));
    }

    @Test
    void aPoolThatIsTooSmallIsSaid() {
        ShotPlan plan = new ShotPlan(protocol("default"), 0, items("e", 2), items("t", 3), PictureSimilarity.NONE);
        assertThatThrownBy(() -> plan.with(4)).hasMessage("shots: 4 examples are asked for e0 (even), the pool has 3");
    }
}
