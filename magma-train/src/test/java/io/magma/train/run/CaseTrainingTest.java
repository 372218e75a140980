package io.magma.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.config.ConfigLoader;
import io.magma.config.RunConfig;
import io.magma.testing.Cases;
import io.magma.train.loop.ResumeMode;
import io.magma.train.loop.RunOutcome;
import io.magma.train.loop.StopRequest;
import io.magma.train.metrics.TextProgress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Loss and gradient-norm curves of whole training runs against PyTorch on transformers, case by case. */
class CaseTrainingTest {
    @TempDir
    Path out;

    @TestFactory
    Stream<DynamicTest> curvesEqualPyTorchs() throws Exception {
        return Cases.each(folder -> check(folder, List.of()));
    }

    @TestFactory
    Stream<DynamicTest> recomputedActivationsGiveTheSameCurves() throws Exception {
        return Cases.each(folder -> check(folder, List.of("training.activation_checkpointing=true")));
    }

    private void check(Path folder, List<String> settings) throws Exception {
        ObjectMapper json = new ObjectMapper();
        Path dir = out.resolve(folder.getFileName());
        RunConfig run = ConfigLoader.load(
                Cases.config(folder),
                Stream.concat(settings.stream(), Stream.of("checkpoint.dir=" + dir))
                        .toList());
        RunOutcome outcome = new TrainingRun(run, ResumeMode.NEVER, new TextProgress(line -> {}, false, 1))
                .run(StopRequest.manual());
        assertThat(outcome.state().step()).isEqualTo(20);
        JsonNode curve = Cases.expected(folder).path("curve");
        List<String> lines = Files.readAllLines(dir.resolve("metrics.jsonl"));
        assertThat(lines).hasSize(curve.size());
        for (int i = 0; i < curve.size(); i++) {
            JsonNode got = json.readTree(lines.get(i));
            JsonNode expected = curve.get(i);
            assertThat(got.path("step").intValue())
                    .isEqualTo(expected.path("step").intValue());
            assertThat(got.path("tokens").intValue())
                    .isEqualTo(expected.path("tokens").intValue());
            assertThat(got.path("loss").doubleValue())
                    .isCloseTo(expected.path("loss").doubleValue(), within(1e-4));
            assertThat(got.path("grad_norm").doubleValue())
                    .isCloseTo(expected.path("grad_norm").doubleValue(), within(2e-4));
        }
    }
}
