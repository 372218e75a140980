package io.magma.train.eval.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.magma.config.ConfigException;
import io.magma.train.eval.task.TaskDefinition;
import io.magma.train.eval.task.TaskItem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BindingPlanTest {
    private static final TaskDefinition TASK = TaskDefinition.named("fast-binding", List.of());

    /** Classes a to f of six pictures a0 to a5 and so on. */
    private static List<TaskItem> pictures() {
        List<TaskItem> pictures = new ArrayList<>();
        for (String name : List.of("a", "b", "c", "d", "e", "f")) {
            for (int i = 0; i < 6; i++) {
                pictures.add(new TaskItem(name + i, name + i, Path.of(name + i), "", List.of(name), "", ""));
            }
        }
        return pictures;
    }

    private static Protocol protocol(String... overrides) {
        List<String> all = new ArrayList<>(List.of("samples.count=40"));
        all.addAll(Arrays.asList(overrides));
        return ProtocolPresets.load("default", TASK, all);
    }

    private static List<AskedItem> episodes(int shots, String... overrides) {
        return new BindingPlan(protocol(overrides), 7, pictures()).with(shots);
    }

    private static String prompt(AskedItem asked, String... overrides) {
        return new PromptBuilder(protocol(overrides).prompt())
                .build(asked.shots(), asked.item(), Optional.of(asked.item().image())).stream()
                        .map(part -> part instanceof PromptPart.Picture p
                                ? "[" + p.file() + "]"
                                : ((PromptPart.Words) part).text())
                        .collect(Collectors.joining());
    }

    /**
     * Prompts as CPython 3.11 writes them: of {@code random.Random(7)}, for each episode {@code sample(list("abcdef"), 2)}, {@code
     * shuffle(["dax", "blicket"])}, {@code sample} of all six pictures of both classes, {@code randrange(2)} for the query.
     */
    @Test
    void promptsToTheByte() {
        String[] induced = {"binding.induction=Answer with {words}.", "binding.repeats=1"};
        List<AskedItem> asked = episodes(2, induced);

        assertThat(prompt(asked.get(0), induced))
                .isEqualTo("Answer with dax or blicket."
                        + "[c0]this is a dax[b0]this is a blicket[c4]this is a dax[b1]this is a blicket"
                        + "[c0]this is a dax[b0]this is a blicket[c4]this is a dax[b1]this is a blicket"
                        + "[b4]this is a");
        assertThat(asked.get(0).item().answers()).containsExactly("blicket");

        assertThat(prompt(asked.get(1), induced))
                .isEqualTo("Answer with blicket or dax."
                        + "[a3]this is a blicket[b4]this is a dax[a0]this is a blicket[b0]this is a dax"
                        + "[a3]this is a blicket[b4]this is a dax[a0]this is a blicket[b0]this is a dax"
                        + "[a4]this is a");
        assertThat(asked.get(1).item().answers()).containsExactly("blicket");
    }

    @Test
    void examplesTakeTurnsAndTheQueryIsHeldOut() {
        for (AskedItem asked : episodes(5, "binding.ways=3")) {
            List<Shot> shots = asked.shots();
            assertThat(shots).hasSize(15).extracting(s -> s.item().id()).doesNotHaveDuplicates();
            for (int i = 3; i < shots.size(); i++) {
                assertThat(shots.get(i).answer()).isEqualTo(shots.get(i - 3).answer());
                assertThat(shots.get(i).item().answers())
                        .isEqualTo(shots.get(i - 3).item().answers());
            }
            assertThat(shots).noneMatch(s -> s.item().id().equals(asked.item().imageId()));
            String name = asked.item().imageId().substring(0, 1);
            assertThat(shots.stream()
                            .filter(s -> s.item().answers().equals(List.of(name)))
                            .map(Shot::answer)
                            .distinct())
                    .isEqualTo(asked.item().answers());
        }
    }

    @Test
    void classesWordsAndPlacesAllVary() {
        List<AskedItem> asked = episodes(1);
        assertThat(asked)
                .extracting(a -> a.item().id())
                .startsWith("episode-1", "episode-2")
                .doesNotHaveDuplicates();
        assertThat(new HashSet<>(asked.stream().map(a -> a.item().answerType()).toList()))
                .containsExactlyInAnyOrder("class 1", "class 2");
        assertThat(new HashSet<>(
                        asked.stream().map(a -> a.shots().get(0).answer()).toList()))
                .containsExactlyInAnyOrder("dax", "blicket");
        assertThat(asked.stream().map(a -> a.item().imageId().charAt(0)).distinct())
                .hasSize(6);
    }

    @Test
    void fewerShotsAreTheFirstOfMore() {
        List<AskedItem> one = episodes(1);
        List<AskedItem> five = episodes(5);
        for (int i = 0; i < one.size(); i++) {
            assertThat(five.get(i).item()).isEqualTo(one.get(i).item());
            assertThat(five.get(i).shots().subList(0, 2)).isEqualTo(one.get(i).shots());
        }
        assertThat(episodes(0)).allMatch(a -> a.shots().isEmpty());
        assertThat(new BindingPlan(protocol(), 8, pictures()).with(1)).isNotEqualTo(one);
    }

    @Test
    void realNamesAreTheClasses() {
        for (AskedItem asked : episodes(1, "binding.real_names=true", "binding.ways=6")) {
            assertThat(asked.item().answers())
                    .containsExactly(asked.item().imageId().substring(0, 1));
            assertThat(asked.shots()).allMatch(s -> s.item().answers().equals(List.of(s.answer())));
        }
        for (AskedItem asked :
                episodes(1, "binding.real_names=true", "binding.ways=3", "binding.induction=Which, {words}?")) {
            List<String> names = asked.shots().stream().map(Shot::answer).toList();
            assertThat(asked.item().question())
                    .isEqualTo("Which, " + names.get(0) + ", " + names.get(1) + " or " + names.get(2) + "?");
        }
    }

    @Test
    void magma2022HasMagmasWords() {
        Protocol protocol = ProtocolPresets.load("magma2022", TASK, List.of("binding.ways=5", "samples.count=1"));
        assertThat(protocol.binding().orElseThrow().closedWords())
                .containsExactly("dax", "blicket", "slation", "perpo", "shously");
        assertThat(protocol.decoding().maxNewTokens()).isEqualTo(15);
        assertThat(protocol.prompt().answerLead()).isEqualTo(" ");
    }

    @Test
    void mistakes() {
        assertThatThrownBy(() -> episodes(6))
                .isInstanceOf(ConfigException.class)
                .hasMessage("shots: 6 examples and the query need classes of 7 pictures; binding.min_pictures is 6");
        assertThatThrownBy(() -> episodes(1, "binding.ways=7", "binding.real_names=true"))
                .hasMessage("binding.ways: 7 classes are asked for; the data have 6 with at least 6 pictures"
                        + " (binding.min_pictures)");
        assertThatThrownBy(() -> episodes(1, "samples.count=0"))
                .hasMessage("samples.count: must be at least 1, since episodes are drawn without end");
        assertThatThrownBy(() -> protocol("binding.ways=6"))
                .hasMessageContaining("has 5 for 6 classes; give more, or use real names");
        assertThatThrownBy(() -> protocol("binding.label=class"))
                .hasMessageContaining("must be caption, concept, metadata.KEY or answer.TYPE, was 'class'");
        assertThatThrownBy(() -> protocol("prompt.opening='{image}'"))
                .hasMessageContaining("can only have a {question}");
    }
}
