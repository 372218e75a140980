package io.magma.weights;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.magma.testing.Cases;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tensors of files that the reference library wrote; digests of their bytes by a parser of struct and json in Python. */
class RealWeightsTest {
    @ParameterizedTest
    @CsvSource({
        "cases/gptj-rn-trained/lm, lm_head.bias, 384, 1,"
                + "f9d9e177c65737745277e42af7a780ad7f399043d0fb4321e649bcb58117eb0c",
        "cases/gptj-rn-trained/lm, transformer.h.1.mlp.fc_in.weight, 128, 32,"
                + "46800018c4bbfd2d70b571bf7697c3185816df307b0f22b8643cf89c53b98490",
        "cases/gptj-rn-trained/lm, transformer.wte.weight, 384, 32,"
                + "9f5b8807e5462be2892aef2474bbf255fb5844e7d7a9b6a11b6f6df22b8ed795",
        "artifacts/wordnet-lm, transformer.h.0.attn.c_attn.weight, 256, 768,"
                + "3421ade4fa4905af2bb7dbd5d444c7fe32eaf291775c4c49cc752601f88e9849",
    })
    void readsTheSameBytes(String folder, String name, long rows, long columns, String sha256) throws Exception {
        Path path = Cases.shared(folder);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (NDManager manager = NDManager.newBaseManager();
                SafetensorsFile file =
                        SafetensorsFile.open(WeightFiles.open(path).fileOf(name).orElseThrow(), manager)) {
            NDArray tensor = file.tensor(name);
            assertThat(tensor.getShape()).isEqualTo(columns == 1 ? new Shape(rows) : new Shape(rows, columns));
            TensorBytes.stream(tensor, digest::update);
        }
        assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(sha256);
    }
}
