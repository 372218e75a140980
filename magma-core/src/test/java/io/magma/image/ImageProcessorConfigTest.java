package io.magma.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.magma.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageProcessorConfigTest {
    @TempDir
    Path dir;

    @Test
    void readsTheOldForm() throws IOException {
        Path file = write("""
                {"crop_size": 224, "do_center_crop": true, "do_normalize": true, "do_resize": true,
                 "feature_extractor_type": "CLIPFeatureExtractor", "image_mean": [0.48145466, 0.4578275, 0.40821073],
                 "image_std": [0.26862954, 0.26130258, 0.27577711], "resample": 3, "size": 224}""");

        assertThat(ImageProcessorConfig.read(file)).isEqualTo(ImageProcessorConfig.clip(224));
    }

    @Test
    void readsTheNewForm() throws IOException {
        Path file = write("""
                {"crop_size": {"height": 30, "width": 30}, "image_mean": [0.5, 0.25, 0], "image_std": [0.5, 1, 2],
                 "image_processor_type": "CLIPImageProcessor", "size": {"shortest_edge": 30}}""");

        assertThat(ImageProcessorConfig.read(file))
                .isEqualTo(new ImageProcessorConfig(30, List.of(0.5, 0.25, 0.0), List.of(0.5, 1.0, 2.0)));
    }

    @Test
    void readsBackWhatItWrites() throws IOException {
        Path file = dir.resolve(ImageProcessorConfig.FILE_NAME);
        ImageProcessorConfig.clip(64).write(file);

        assertThat(ImageProcessorConfig.read(file)).isEqualTo(ImageProcessorConfig.clip(64));
        assertThat(ImageProcessorConfig.read(file)
                        .preprocessor(Optional.empty())
                        .resolution())
                .isEqualTo(64);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"size\": 8, \"resample\": 2} | resample: only bicubic (3) is supported",
                "{\"size\": 8, \"do_center_crop\": false} | do_center_crop: only true is supported",
                "{\"size\": 9, \"crop_size\": 8} | size and crop_size: only equal ones are supported, were 9 and 8",
                "{\"size\": {\"height\": 9, \"width\": 8}} | size: expected a number, shortest_edge, or equal height and width",
                "{\"size\": 8, \"image_std\": [0, 1, 1]} | an image processor has a resolution",
                "not json | not a readable image processor file"
            })
    void refusesWhatItCannotDo(String json, String problem) throws IOException {
        Path file = write(json);

        assertThatThrownBy(() -> ImageProcessorConfig.read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(file + ": " + problem);
    }

    private Path write(String json) throws IOException {
        return Files.writeString(dir.resolve("preprocessor_config.json"), json);
    }
}
