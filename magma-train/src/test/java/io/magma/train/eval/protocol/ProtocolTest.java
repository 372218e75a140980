package io.magma.train.eval.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.magma.config.ConfigException;
import io.magma.config.ConfigLoader;
import io.magma.train.eval.task.TaskDefinition;
import io.magma.train.eval.vqa.AnswerPostProcessing;
import io.magma.train.eval.vqa.VqaVariant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProtocolTest {
    private static final List<String> KINDS = List.of("vqa", "caption", "classification", "binding");

    private static TaskDefinition task(String name) {
        return TaskDefinition.named(name, List.of());
    }

    @Test
    void presetsReadBackAsTheyAreWritten() {
        for (String preset : ProtocolPresets.NAMES) {
            for (String name : TaskDefinition.NAMES) {
                TaskDefinition task = task(name);
                Protocol protocol;
                try {
                    protocol = ProtocolPresets.load(preset, task, List.of());
                } catch (ConfigException e) {
                    assertThat(e).hasMessageContaining("says nothing about tasks like " + name);
                    continue;
                }
                String yaml = ConfigLoader.render(protocol);
                assertThat(ConfigLoader.parse("p", yaml, Path.of("/"), Protocol.class, List.of()))
                        .isEqualTo(protocol);
                assertThat(protocol.name()).isEqualTo(preset);
                assertThat(protocol.sources()).isNotEmpty();
            }
        }
    }

    /** Every value of a published protocol says where it comes from. */
    @Test
    void publishedValuesHaveTheirSource() {
        for (String preset : ProtocolPresets.NAMES) {
            for (String kind : KINDS) {
                Optional<String> text = ProtocolPresets.resource(preset + "/" + kind + ".yml");
                if (preset.equals(ProtocolPresets.DEFAULT) || text.isEmpty()) {
                    continue;
                }
                assertThat(text.get().lines().filter(line -> line.matches("( +[a-z_]+|seeds|post): .*")))
                        .as(preset + "/" + kind)
                        .allMatch(line -> line.contains("  # ") || line.matches(".*[^ ]  +# .*"));
            }
        }
    }

    @Test
    void tasksDifferWhereTheSourceDoes() {
        assertThat(ProtocolPresets.load("magma2022", task("okvqa"), List.of())
                        .shots()
                        .pool())
                .isEqualTo(ShotPool.EVAL_SAME_TYPE);
        assertThat(ProtocolPresets.load("magma2022", task("gqa"), List.of())
                        .shots()
                        .pool())
                .isEqualTo(ShotPool.EVAL);
        assertThat(ProtocolPresets.load("lmms_eval", task("textvqa"), List.of())
                        .scoring()
                        .variant())
                .isEqualTo(VqaVariant.EVALAI);
        assertThat(ProtocolPresets.load("openflamingo", task("okvqa"), List.of())
                        .scoring()
                        .stemming())
                .isEqualTo(AnswerPostProcessing.OPENFLAMINGO);
    }

    @Test
    void usersOverrideKeysStrictly() {
        Protocol rices = ProtocolPresets.load(
                "openflamingo", task("vqa"), List.of("shots.selection=rices", "seeds=[1,2]", "decoding.beams=1"));
        assertThat(rices.shots().selection()).isEqualTo(ShotSelection.RICES);
        assertThat(rices.seeds()).containsExactly(1L, 2L);
        assertThat(rices.decoding().beams()).isEqualTo(1);
        assertThatThrownBy(() -> ProtocolPresets.load("openflamingo", task("vqa"), List.of("shots.selction=rices")))
                .hasMessage("--set shots.selction: unknown key, did you mean 'selection'?");
        assertThatThrownBy(() -> ProtocolPresets.load("openflamingo", task("vqa"), List.of("seeds=[]")))
                .hasMessageContaining("seeds: must name at least one");
    }

    @Test
    void aFileHoldsAWholeProtocol(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("p.yml"), """
                name: mine
                prompt: {shot: "{image}{question} {answer}.", query: "{image}{question}"}
                decoding: {max_new_tokens: 3}
                """);
        Protocol protocol = ProtocolPresets.load(file.toString(), task("vqa"), List.of("post=[strip, lower]"));
        assertThat(protocol.name()).isEqualTo("mine");
        assertThat(protocol.seeds()).containsExactly(42L);
        assertThat(protocol.processed(" A Cat ")).isEqualTo("a cat");
        assertThat(protocol.prompt().answerLead()).isEqualTo(" ");

        Files.writeString(file, "prompt: {shot: \"{picture}{answer}\", query: \"{answer}\"}\nbeams: 2\n");
        assertThatThrownBy(() -> ProtocolPresets.load(file.toString(), task("vqa"), List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(file + ":2: beams: unknown key, did you mean 'decoding.beams'?")
                .hasMessageContaining(
                        file + ":1: prompt.shot: has {picture}; there are {image}, {question} and {answer}")
                .hasMessageContaining(file + ":1: prompt.query: gives the {answer} away");
    }

    @Test
    void whatThereIsNotIsSaid() {
        assertThatThrownBy(() -> ProtocolPresets.load("flamingo", task("vqa"), List.of()))
                .hasMessage("protocol flamingo: is no file and no preset; there are default, magma2022, openflamingo,"
                        + " blip2, emu, mm1, lmms_eval, frozen");
        assertThatThrownBy(() -> ProtocolPresets.load("frozen", task("caption"), List.of()))
                .hasMessage("protocol frozen: says nothing about tasks like caption (caption); name another one, or a"
                        + " file");
    }

    @Test
    void stepsCutAsTheirSourcesDo() {
        assertThat(PostStep.CUT_Q.apply("a cat q: what")).isEqualTo("a cat ");
        assertThat(PostStep.FIRST_LINE.apply("\ncat")).isEmpty();
        assertThat(PostStep.CUT_OPENFLAMINGO_VQA.apply("cat, dog Question: x")).isEqualTo("cat");
        assertThat(PostStep.CUT_OPENFLAMINGO_VQA.apply("cat,dog Short")).isEqualTo("cat,dog ");
        assertThat(PostStep.CUT_OPENFLAMINGO_CAPTION.apply(" a \"big\" cat Output: x"))
                .isEqualTo(" a big cat ");
        assertThat(PostStep.EMU_SHORT_ANSWER.apply(" It is a cat. Or not\nx")).isEqualTo("cat");
        assertThat(PostStep.EMU_SHORT_ANSWER.apply("The dog.")).isEqualTo("dog");
    }
}
