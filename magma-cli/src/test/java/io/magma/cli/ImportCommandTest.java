package io.magma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Importing as the user does it; what the imported models compute is tested where they are imported. */
class ImportCommandTest {
    private static final Path FILES = Path.of("../magma-train/src/test/resources/io/magma/train/imports");
    private static final Path TORCH = Path.of("../magma-core/src/test/resources/io/magma/weights/torchfile");

    @TempDir
    private Path folder;

    private Invocation importMagma(String name, String... more) {
        String[] all = new String[more.length + 9];
        String[] first = {
            "import",
            "magma",
            FILES.resolve("magma/" + name).toString(),
            "-o",
            folder.resolve("model").toString(),
            "--language-model",
            FILES.resolve("magma/lm").toString(),
            "--image-size",
            "64"
        };
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return Invocation.of(all);
    }

    @Test
    void aCheckpointBecomesAModelThatGenerates() {
        Invocation run = importMagma("v1.pt", "--dtype", "float32", "--check");

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out())
                .startsWith(
                        "v1.pt: GPT-J of 2 layers and hidden size 16, mlp adapters (sequential, factor 4), CLIP ResNet")
                .contains("tensors equal to others of which they are second names, dropped")
                .contains("not imported: buffer_names, optimizer, param_shapes, lr_scheduler")
                .contains("every tensor: " + folder.resolve("model/import-report.txt"));
        Invocation generated = Invocation.of(
                "generate",
                "-m",
                folder.resolve("model").toString(),
                "--prompt",
                "a",
                "--max-new-tokens",
                "3",
                "--json");
        assertThat(generated.status()).as(generated.err()).isZero();
    }

    @Test
    void theReportIsReadableByPrograms() throws IOException {
        Invocation run = importMagma("v2.pt", "--json");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out().lines()).hasSize(1);
        JsonNode report = new ObjectMapper().readTree(run.out());
        assertThat(report.path("keys").get(0).path("key").asText()).isEqualTo("lm.transformer.wte.weight");
        assertThat(report.path("counts").path("ALIAS").intValue()).isPositive();
    }

    @Test
    void anImageTowerOfOpenAiOrHuggingFace() {
        String out = folder.resolve("encoder").toString();
        Invocation run =
                Invocation.of("import", "clip", FILES.resolve("clip/resnet.pt").toString(), "-o", out);

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("resnet.pt: CLIP ResNet [1, 2, 1, 1], width 4, 64 pixels\n");
        Invocation again = Invocation.of(
                "import", "clip", FILES.resolve("clip/hugging_face").toString(), "-o", out);
        assertThat(again).isEqualTo(new Invocation(2, "", out + ": exists already\n"));
    }

    @Test
    void anNfResNetOfTimm() {
        String file = FILES.resolve("timm/nf_resnet.pth").toString();
        String out = folder.resolve("encoder").toString();
        Invocation run = Invocation.of("import", "timm", file, "-o", out, "--image-size", "64");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("nf_resnet.pth: NF-ResNet [1, 1, 2, 1], width 4, 64 pixels\n");
        assertThat(Invocation.of("import", "timm", file, "-o", "e", "--preset", "nf_resnet50"))
                .isEqualTo(new Invocation(
                        2, "", file + ": is an NF-ResNet of layers [1, 1, 2, 1] and width 4, not nf_resnet50\n"));
        assertThat(Invocation.of("import", "timm", file, "-o", "e", "--image-size", "20"))
                .isEqualTo(new Invocation(2, "", "--image-size must be at least 32, was 20\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "legacy.pt | 1 | is in PyTorch's format from before 1.6, which is not read; convert it once",
                "evil.pt | 1 | holds posix.system, which is not a tensor, container or plain value; it was not executed",
                "scripted.pt | 1 | is a TorchScript archive, not a checkpoint; CLIP's are read by magma import clip",
                "plain.pt | 1 | is not a MAGMA checkpoint",
            })
    void whatCannotBeImportedIsSaidInALine(String name, int status, String reason) {
        Invocation run = Invocation.of(
                "import",
                "magma",
                TORCH.resolve(name).toString(),
                "-o",
                folder.resolve("model").toString());

        assertThat(run.status()).isEqualTo(status);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(TORCH.resolve(name) + ": " + reason);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void optionsOutOfRange() {
        assertThat(Invocation.of("import", "magma", "x.pt", "-o", "m", "--image-size", "50"))
                .isEqualTo(new Invocation(2, "", "--image-size must be a multiple of 32, was 50\n"));
        assertThat(Invocation.of("import", "clip", "x.pt", "-o", "m", "--preset", "RN51")
                        .err())
                .contains("preset 'RN51' is not known, known are RN50, RN101, RN50x4, RN50x16, RN50x64, ViT-B/32");
    }
}
