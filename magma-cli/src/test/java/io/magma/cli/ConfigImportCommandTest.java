package io.magma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.config.ConfigLoader;
import io.magma.config.Location;
import io.magma.config.RunConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigImportCommandTest {
    @TempDir
    private Path folder;

    private String file;
    private Path output;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("reference.yml"), """
                {encoder_name: 'clip_resnet', batch_size: 32, train_steps: 10, freeze_img_encoder: false,
                 train_dataset_dir: 'data', zero_stage: 2,}
                """).toString();
        output = folder.resolve("new/run.yml");
    }

    @Test
    void writesARunAndSaysWhatBecameOfEachKey() {
        Invocation done = Invocation.of("config", "import", file, "-o", output.toString(), "--processes", "4");

        assertThat(done.status()).isZero();
        assertThat(done.out()).isEqualTo(output + "\n");
        assertThat(done.err().lines())
                .hasSize(41)
                .contains(
                        "mapped   encoder_name (clip_resnet): model.image_encoder.path: models/clip-rn50x4",
                        "mapped   batch_size (32): training.batch_size: 8, of each of 1 micro-batches of 4 processes",
                        "ignored  zero_stage (2): the optimizer's state is not divided among processes",
                        "mapped   save_every (absent): training.save_every: 2500");
        RunConfig run = ConfigLoader.load(output, List.of());
        assertThat(run.training().batchSize()).isEqualTo(8);
        assertThat(run.data().train().get(0).path()).isEqualTo(Location.of(folder.resolve("new/data")));
        assertThat(Invocation.of("config", "import", file, "-o", output.toString()))
                .isEqualTo(new Invocation(2, "", "--output: exists already: " + output + "\n"));
    }

    @Test
    void printsJson() throws IOException {
        Invocation done = Invocation.of("config", "import", file, "-o", output.toString(), "--json");

        JsonNode json = new ObjectMapper().readTree(done.out());
        assertThat(json.path("output").asText()).isEqualTo(output.toString());
        assertThat(json.path("keys")).hasSize(41).anySatisfy(key -> {
            assertThat(key.path("key").asText()).isEqualTo("zero_stage");
            assertThat(key.path("outcome").asText()).isEqualTo("ignored");
        });
    }

    @Test
    void writesNothingIfAKeyIsRefused() throws IOException {
        Files.writeString(Path.of(file), "{batch_size: 3, train_steps: 1, perceiver: true}");

        assertThat(Invocation.of("config", "import", file, "-o", output.toString()))
                .isEqualTo(new Invocation(2, "", file + ":1: perceiver: is no key of the reference implementation\n"));
        assertThat(output).doesNotExist();
        assertThat(Invocation.of("config", "import", "none.yml", "-o", output.toString()))
                .isEqualTo(new Invocation(2, "", "none.yml: no such file\n"));
    }
}
