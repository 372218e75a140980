package io.magma.train.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.magma.config.DataConfig;
import io.magma.config.DataFormat;
import io.magma.image.Background;
import io.magma.image.ClipPreprocessor;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class EmojiLoadingTest {

    private static final Path SET = Path.of("..", "src-test-data", "emoji", "val_style");

    @Test
    void everyPictureOfARealSetIsReadOnceAnEpochAndThePositionRestores() {
        DataConfig data = Fixtures.data(2, 0, Fixtures.source(DataFormat.WEBDATASET, SET, true));
        PixelReader pixels = new PixelReader(ClipPreprocessor.clip(64), Background.WHITE, false, 1 << 24);
        BatchPlan plan = new BatchLoaders(data, Fixtures.encoder(128), Optional.of(pixels), 0).training();
        Set<String> ids = new HashSet<>();

        RankShare share = new RankShare(0, 1, 2);
        try (BatchLoader loader = plan.loader(share, 0)) {
            for (int i = 0; i < 586 / 2; i++) {
                ids.addAll(loader.next().ids());
            }
            try (BatchLoader later = plan.loader(share, loader.position())) {
                List<String> next = loader.next().ids();

                assertThat(ids).hasSize(586);
                assertThat(later.next().ids()).isEqualTo(next);
            }
        }
    }
}
