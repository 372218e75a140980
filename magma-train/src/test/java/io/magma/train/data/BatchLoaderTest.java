package io.magma.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.magma.config.AugmentConfig;
import io.magma.config.ConfigException;
import io.magma.config.DataConfig;
import io.magma.config.DataFormat;
import io.magma.config.SampleContent;
import io.magma.image.ClipPreprocessor;
import io.magma.image.ImageDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BatchLoaderTest {

    private static final RankShare ALONE = new RankShare(0, 1, 4);

    @TempDir
    private Path temp;

    private static BatchLoaders loaders(DataConfig data) {
        return new BatchLoaders(data, Fixtures.encoder(100), Optional.of(Fixtures.pixels()), 7);
    }

    private DataConfig shuffled(int workers, int count) throws IOException {
        AugmentConfig augment = new AugmentConfig(20, 0.2, 0.1, 5, true, 0.2, 0.5, 0);
        return Fixtures.data(
                workers,
                0.01,
                Fixtures.source(
                        DataFormat.MAGMA,
                        Fixtures.magma(temp.resolve("a"), count),
                        true,
                        2,
                        SampleContent.CAPTIONS,
                        List.of(),
                        Optional.of(augment)),
                Fixtures.source(
                        DataFormat.MAGMA,
                        Fixtures.magma(temp.resolve("b"), 5),
                        true,
                        1,
                        SampleContent.QUESTIONS,
                        List.of(),
                        Optional.empty()));
    }

    private static List<String> rows(HostBatch batch) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            int size = batch.pixels().map(p -> p.length).orElse(0) / batch.size();
            float[] pixels = batch.pixels().map(float[]::clone).orElse(new float[0]);
            rows.add(Fixtures.text(batch.tokens()[i]) + " " + batch.lossStart()[i] + " "
                    + Arrays.hashCode(Arrays.copyOfRange(pixels, i * size, (i + 1) * size)));
        }
        return rows;
    }

    private static List<String> stream(BatchLoaders loaders, RankShare share, long position, int batches) {
        List<String> rows = new ArrayList<>();
        try (BatchLoader loader = loaders.training().loader(share, position)) {
            for (int i = 0; i < batches; i++) {
                rows.addAll(rows(loader.next()));
            }
        }
        return rows;
    }

    @Test
    void blankedPicturesAreZeroAfterNormalisation() throws IOException {
        DataConfig data = Fixtures.data(
                1,
                0.01,
                Fixtures.source(
                        DataFormat.MAGMA,
                        Fixtures.magma(temp.resolve("a"), 8),
                        true,
                        1,
                        SampleContent.CAPTIONS,
                        List.of(),
                        Optional.of(new AugmentConfig(0, 0, 0, 0, false, 0, 0, 0.5))));

        int blank = 0;
        try (BatchLoader loader = loaders(data).training().loader(ALONE, 0)) {
            for (int i = 0; i < 50; i++) {
                float[] pixels = loader.next().pixels().orElseThrow();
                int size = pixels.length / 4;
                for (int row = 0; row < 4; row++) {
                    float[] one = Arrays.copyOfRange(pixels, row * size, (row + 1) * size);
                    blank += Arrays.equals(one, new float[size]) ? 1 : 0;
                }
            }
        }

        assertThat(blank).isBetween(70, 130); // of 200; the deviation is 7
    }

    @Test
    void workersDoNotChangeTheStream() throws IOException {
        assertThat(stream(loaders(shuffled(3, 9)), ALONE, 0, 12))
                .isEqualTo(stream(loaders(shuffled(1, 9)), ALONE, 0, 12));
    }

    @Test
    void resumesAtAPosition() throws IOException {
        BatchLoaders loaders = loaders(shuffled(2, 9));
        long position;
        try (BatchLoader loader = loaders.training().loader(ALONE, 0)) {
            for (int i = 0; i < 5; i++) {
                assertThat(loader.next().nextPosition()).isEqualTo(loader.position());
            }
            position = loader.position();
        }

        assertThat(position).isEqualTo(20);
        assertThat(stream(loaders, ALONE, position, 4))
                .isEqualTo(stream(loaders, ALONE, 0, 9).subList(20, 36));
    }

    @Test
    void ranksTogetherTakeWhatOneTakes() throws IOException {
        BatchLoaders loaders = loaders(shuffled(1, 9));
        List<String> alone = stream(loaders, new RankShare(0, 1, 6), 0, 5);

        for (int rank = 0; rank < 3; rank++) {
            List<String> share = stream(loaders, new RankShare(rank, 3, 2), 0, 5);
            for (int i = 0; i < share.size(); i++) {
                assertThat(share.get(i)).isEqualTo(alone.get(i * 3 + rank));
            }
        }
    }

    @Test
    void rowsHoldPromptTargetAndEnd() throws IOException {
        DataConfig data = Fixtures.data(
                1,
                0,
                Fixtures.source(
                        DataFormat.MAGMA,
                        Fixtures.magma(temp, 2),
                        false,
                        1,
                        SampleContent.QUESTIONS,
                        List.of(),
                        Optional.empty()));

        HostBatch batch =
                loaders(data).training().loader(new RankShare(0, 1, 2), 0).next();

        assertThat(Fixtures.text(batch.tokens()[0])).isEqualTo("Q: Which? A: 0|");
        assertThat(Fixtures.text(batch.tokens()[1])).isEqualTo("Q: Even? A: yes|");
        assertThat(batch.lossStart()).containsExactly(12, 11);
        assertThat(batch.longest()).isEqualTo(16);
        assertThat(batch.targets(true)).isEqualTo(3 + 5);
        assertThat(batch.paddedTokens(-7))
                .hasSize(32)
                .endsWith('s', Fixtures.END)
                .contains(-7);
        assertThat(Arrays.copyOfRange(batch.labels(-100), 11, 16)).containsExactly(-100, ' ', '0', Fixtures.END, -100);
    }

    @Test
    void pixelsAreThePreprocessedPicture() throws IOException {
        DataConfig data = Fixtures.data(1, 0, Fixtures.source(DataFormat.MAGMA, Fixtures.magma(temp, 3), false));

        BatchLoader loader = loaders(data).training().loader(new RankShare(0, 1, 3), 0);
        float[] first = loader.next().pixels().orElseThrow();
        float[] kept = loader.next().pixels().orElseThrow();
        loader.close();

        float[] expected = ClipPreprocessor.clip(4).preprocess(ImageDecoder.decode(Fixtures.png(6), "c"));
        assertThat(Arrays.copyOfRange(first, 2 * 48, 3 * 48)).isEqualTo(expected);
        assertThat(kept).isEqualTo(first);
    }

    @Test
    void augmentationDiffersFromEpochToEpoch() throws IOException {
        List<String> rows = stream(loaders(shuffled(1, 3)), ALONE, 0, 20);

        assertThat(rows.stream().filter(r -> r.startsWith("caption 1|")).distinct())
                .hasSizeGreaterThan(10);
    }

    @Test
    void unreadablePictureIsReplacedByTheNext() throws IOException {
        Path root = Fixtures.magma(temp, 5);
        Files.write(root.resolve("images/00000/001.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 1, 2});
        Files.delete(root.resolve("images/00000/003.png"));
        DataConfig data = Fixtures.data(1, 0.5, Fixtures.source(DataFormat.MAGMA, root, false));

        try (BatchLoader loader = loaders(data).training().loader(new RankShare(0, 1, 5), 0)) {
            assertThat(loader.next().samples())
                    .extracting(Sample::target)
                    .containsExactly("caption 0", "caption 2", "caption 2", "caption 4", "caption 4");
            assertThat(loader.corruptReads()).isEqualTo(2);
        }
    }

    @Test
    void tooManyUnreadablePicturesEndTheRun() throws IOException {
        Path root = Fixtures.magma(temp, 5);
        Files.write(root.resolve("images/00000/001.png"), new byte[] {1});
        DataConfig data = Fixtures.data(1, 0.1, Fixtures.source(DataFormat.MAGMA, root, false));

        try (BatchLoader loader = loaders(data).training().loader(new RankShare(0, 1, 2), 0)) {
            loader.next();
            assertThatThrownBy(() -> {
                        loader.next();
                        loader.next();
                    })
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("max_corrupt_fraction 0.1")
                    .hasMessageContaining("001.png");
        }
    }

    @Test
    void nothingReadableEndsTheRun() throws IOException {
        Path root = Fixtures.magma(temp, 2);
        Files.delete(root.resolve("images/00000/000.png"));
        Files.delete(root.resolve("images/00000/001.png"));
        DataConfig data = Fixtures.data(1, 1, Fixtures.source(DataFormat.MAGMA, root, false));

        try (BatchLoader loader = loaders(data).training().loader(ALONE, 0)) {
            assertThatThrownBy(loader::next).isInstanceOf(DataException.class).hasMessageContaining("no such file");
        }
    }

    @Test
    void tooLongTargetIsRefusedByName() throws IOException {
        DataConfig data = Fixtures.data(1, 0, Fixtures.source(DataFormat.MAGMA, Fixtures.magma(temp, 1), false));
        BatchLoaders loaders = new BatchLoaders(data, Fixtures.encoder(9), Optional.empty(), 0);

        try (BatchLoader loader = loaders.training().loader(ALONE, 0)) {
            assertThatThrownBy(loader::next)
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("000.json: has 10 tokens")
                    .hasMessageContaining("only 9");
        }
    }

    @Test
    void evaluationIsOnePassThatCanBeRepeated() throws IOException {
        Iterable<HostBatch> eval = loaders(shuffled(2, 3)).evaluation().fromStart(new RankShare(1, 2, 3), 0);

        for (int pass = 0; pass < 2; pass++) {
            List<String> ids = new ArrayList<>();
            eval.forEach(batch -> ids.addAll(batch.ids()));
            // rows 1, 3, 5, ... of 3 captions and then 10 questions
            assertThat(ids)
                    .containsExactly(
                            "image_data/00000/001.json",
                            "image_data/00000/000.json#0",
                            "image_data/00000/001.json#0",
                            "image_data/00000/002.json#0",
                            "image_data/00000/003.json#0",
                            "image_data/00001/004.json#0");
        }
        assertThat(loaders(shuffled(2, 3)).evaluation().fromStart(ALONE, 2)).hasSize(2);
    }

    @Test
    void textIsPackedWithoutPadding() throws IOException {
        Path file = Files.writeString(temp.resolve("t.txt"), "abc\nde\nf\n");
        DataConfig data = Fixtures.data(1, 0, Fixtures.source(DataFormat.TEXT, file, false));
        BatchLoaders loaders = new BatchLoaders(data, Fixtures.encoder(4), Optional.empty(), 0);

        try (BatchLoader loader = loaders.training().loader(ALONE, 0)) {
            assertThat(Arrays.stream(loader.next().tokens()).map(Fixtures::text))
                    .containsExactly("abc|", "de|f", "|abc", "|de|");
        }
        List<String> pass = new ArrayList<>();
        loaders.evaluation()
                .fromStart(ALONE, 0)
                .forEach(batch ->
                        Arrays.stream(batch.tokens()).map(Fixtures::text).forEach(pass::add));
        assertThat(pass).containsExactly("abc|", "de|f", "|");
    }

    @Test
    void shuffledTextHasEveryDocumentOnceAnEpoch() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (char c = 'a'; c <= 'z'; c++) {
            lines.append(Character.toString(c).repeat(1 + c % 5)).append('\n');
        }
        Path file = Files.writeString(temp.resolve("t.txt"), lines);
        DataConfig data = Fixtures.data(2, 0, Fixtures.source(DataFormat.TEXT, file, true));
        BatchLoaders loaders = new BatchLoaders(data, Fixtures.encoder(7), Optional.empty(), 0);
        int perEpoch = lines.length();

        StringBuilder text = new StringBuilder();
        try (BatchLoader loader = loaders.training().loader(ALONE, 0)) {
            while (text.length() < 3 * perEpoch) {
                Arrays.stream(loader.next().tokens()).map(Fixtures::text).forEach(text::append);
            }
        }

        List<String> epochs = new ArrayList<>();
        for (int e = 0; e < 3; e++) {
            String epoch = text.substring(e * perEpoch, (e + 1) * perEpoch);
            epochs.add(epoch);
            assertThat(List.of(epoch.split("\\|", -1)).subList(0, 26))
                    .containsExactlyInAnyOrderElementsOf(
                            lines.toString().lines().toList());
        }
        assertThat(epochs).doesNotHaveDuplicates();
    }

    @Test
    void packedTextResumesAndSplitsByRank() throws IOException {
        Path file = Files.writeString(temp.resolve("t.txt"), "abc\nde\nfghij\nk\n");
        Path other = Files.writeString(temp.resolve("u.txt"), "XY\nZ\n");
        DataConfig data = Fixtures.data(
                1, 0, Fixtures.source(DataFormat.TEXT, file, true), Fixtures.source(DataFormat.TEXT, other, true));
        BatchLoaders loaders = new BatchLoaders(data, Fixtures.encoder(3), Optional.empty(), 0);

        List<String> alone = stream(loaders, ALONE, 0, 10);

        assertThat(alone).anyMatch(row -> row.contains("XY")).anyMatch(row -> row.contains("ab"));
        assertThat(stream(loaders, ALONE, 12, 7)).isEqualTo(alone.subList(12, 40));
        List<String> second = stream(loaders, new RankShare(1, 2, 2), 0, 10);
        for (int i = 0; i < second.size(); i++) {
            assertThat(second.get(i)).isEqualTo(alone.get(2 * i + 1));
        }
    }

    @Test
    void textAndPicturesDoNotMix() throws IOException {
        DataConfig data = Fixtures.data(
                1,
                0,
                Fixtures.source(DataFormat.MAGMA, Fixtures.magma(temp, 1), false),
                Fixtures.source(DataFormat.TEXT, temp, false));

        assertThatThrownBy(() -> loaders(data).training())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("data.train");
    }
}
