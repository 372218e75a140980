package io.magma.train.memory;

import io.magma.config.DataFormat;
import io.magma.config.Location;
import io.magma.config.ObjectiveConfig;
import io.magma.config.RunConfig;
import io.magma.config.SampleContent;
import io.magma.config.SourceConfig;
import io.magma.lm.ShapeGrid;
import io.magma.multimodal.BatchLayout;
import io.magma.multimodal.BatchLayout.BlockSize;
import io.magma.multimodal.TokenSequence;
import io.magma.torch.Dtype;
import io.magma.train.data.BatchLoader;
import io.magma.train.data.BatchLoaders;
import io.magma.train.data.DataException;
import io.magma.train.data.HostBatch;
import io.magma.train.data.RankShare;
import io.magma.train.data.RowEncoder;
import io.magma.train.data.SampleSources;
import io.magma.train.run.BatchSequences;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The micro-batch that is reckoned with.
 *
 * @param blocks sizes of what goes through the decoder together
 * @param images pictures in it
 * @param longest tokens of its longest row, the end token counted
 * @param pictures different pictures that the data has at most
 * @param shapes different numbers of positions that go through the decoder together in a run, as far as they can be told
 * @param origin where the lengths are from
 */
record BatchRows(List<BlockSize> blocks, int images, int longest, long pictures, long shapes, String origin) {
    /** Tokens of a row where the data cannot be looked at cheaply: more than most captions have. */
    static final int ASSUMED_TOKENS = 64;

    /** Rows that are read to learn their lengths, at most; but two batches at least. */
    private static final int READ_ROWS = 512;

    /**
     * The largest of the first micro-batches of a run, as its own loader makes them.
     *
     * @param tokens of every row instead, the end token counted
     */
    static BatchRows of(RunConfig run, ModelOutline model, OptionalInt tokens) {
        List<SourceConfig> sources = run.data().train();
        int room = Math.max(1, model.decoder().maxPositions() - model.tokensPerImage());
        boolean contrastive = run.objective() instanceof ObjectiveConfig.Contrastive;
        if (tokens.isPresent()) {
            return even(run, model, tokens.getAsInt(), tokens.getAsInt() + " tokens a row, as asked for");
        }
        if (sources.stream().allMatch(source -> source.format() == DataFormat.TEXT)) {
            return even(run, model, room, room + " tokens a row, the context that packed text fills");
        }
        if (sources.stream().anyMatch(source -> source.streaming().isPresent())) {
            return assumed(run, model, "data.train is streamed");
        }
        RowEncoder rows = new RowEncoder(
                model.tokenizer()::encode, model.decoder().eosId(), contrastive ? Integer.MAX_VALUE : room);
        RowEncoder encoder = run.model()
                .classHead()
                .map(head -> rows.classifying(head.labels()))
                .orElse(rows);
        try {
            return read(run, model, encoder);
        } catch (DataException e) {
            return assumed(run, model, "data.train cannot be read: " + e.getMessage());
        }
    }

    /** The same without a look at the data. */
    static BatchRows withoutData(RunConfig run, ModelOutline model) {
        return run.data().train().stream().allMatch(source -> source.format() == DataFormat.TEXT)
                ? of(run, model, OptionalInt.empty())
                : assumed(run, model, "the data was not looked at");
    }

    private static BatchRows assumed(RunConfig run, ModelOutline model, String why) {
        int tokens = Math.min(ASSUMED_TOKENS, model.decoder().maxPositions() - model.tokensPerImage());
        return even(run, model, tokens, tokens + " tokens a row, since " + why);
    }

    /** Rows of one length, which are one block; the last token of each is only predicted. */
    private static BatchRows even(RunConfig run, ModelOutline model, int tokens, String origin) {
        int rows = run.training().batchSize();
        boolean picture = model.encoder().isPresent();
        int read = (picture ? model.tokensPerImage() : 0) + tokens - 1;
        int length = Math.max(run.data().padTo().orElse(0), grid(run, model).length(Math.max(1, read)));
        int predicted = run.model().classHead().isPresent() ? 1 : picture ? tokens : tokens - 1;
        BlockSize block = new BlockSize(rows, length, Math.multiplyExact(rows, predicted));
        return new BatchRows(List.of(block), picture ? rows : 0, tokens, Long.MAX_VALUE, 1, origin);
    }

    private static BatchRows read(RunConfig run, ModelOutline model, RowEncoder encoder) {
        int size = run.training().batchSize();
        int batches = Math.max(2, READ_ROWS / size);
        BatchLoaders loaders = new BatchLoaders(
                run.data(), encoder, Optional.empty(), run.training().seed());
        List<BatchRows> all = new ArrayList<>();
        OptionalLong once = picturesOfSharedFolders(run.data().train());
        try (BatchLoader loader = loaders.training().loader(new RankShare(0, 1, size), 0)) {
            for (int i = 0; i < batches; i++) {
                HostBatch batch = loader.next();
                all.add(laidOut(
                        BatchSequences.of(batch, model.encoder().isPresent()),
                        run,
                        model,
                        once.orElse(loader.passLength()),
                        "rows as in the largest of the first " + batches + " micro-batches of data.train"));
            }
        }
        return Collections.max(all, Comparator.comparingLong(BatchRows::positions))
                .withShapes(shapes(all, run));
    }

    /**
     * Pictures of sources of which several read the same folder, its captions and its questions: the captions' number, one a
     * picture, else the questions'. Empty where no folder is read twice.
     */
    private static OptionalLong picturesOfSharedFolders(List<SourceConfig> sources) {
        Map<Location, SourceConfig> folders = new LinkedHashMap<>();
        for (SourceConfig source : sources) {
            folders.merge(source.path(), source, (a, b) -> a.content() == SampleContent.CAPTIONS ? a : b);
        }
        return folders.size() == sources.size()
                ? OptionalLong.empty()
                : OptionalLong.of(folders.values().stream()
                        .mapToLong(source -> SampleSources.open(source).size())
                        .sum());
    }

    /** As many as were new among the first batches, and then at the rate of the second half of these. */
    private static long shapes(List<BatchRows> first, RunConfig run) {
        long batches = (long) run.training().steps() * run.training().gradientAccumulationSteps();
        int half = (int) Math.min(first.size() / 2, batches);
        int looked = (int) Math.min(first.size(), batches);
        long early = different(first.subList(0, half));
        long seen = different(first.subList(0, looked));
        return seen + (seen - early) * (batches - looked) / Math.max(1, looked - half);
    }

    private static long different(List<BatchRows> batches) {
        return batches.stream()
                .flatMap(batch -> batch.blocks.stream())
                .mapToLong(BlockSize::positions)
                .distinct()
                .count();
    }

    private BatchRows withShapes(long number) {
        return new BatchRows(blocks, images, longest, pictures, number, origin);
    }

    private static ShapeGrid grid(RunConfig run, ModelOutline model) {
        return ShapeGrid.of(
                Dtype.of(run.model().languageModel().dtype()), model.decoder().maxPositions());
    }

    private static BatchRows laidOut(
            List<TokenSequence> rows, RunConfig run, ModelOutline model, long pictures, String origin) {
        BatchLayout layout = BatchLayout.forTargets(
                rows, model.tokensPerImage(), run.data().padTo().orElse(0), grid(run, model));
        int longest = rows.stream()
                .mapToInt(row -> row.items().length - row.images())
                .max()
                .orElse(0);
        return new BatchRows(layout.sizes(), layout.images(), longest, pictures, 1, origin);
    }

    /** Different pictures that a process meets in a run, at most. */
    long differentPictures(RunConfig run) {
        long seen = (long) run.training().steps()
                * run.training().gradientAccumulationSteps()
                * run.training().batchSize();
        return Math.min(pictures, seen);
    }

    /** Positions, padding counted. */
    long positions() {
        return blocks.stream().mapToLong(BlockSize::positions).sum();
    }

    /** Positions that predict a label. */
    long labels() {
        return blocks.stream().mapToLong(BlockSize::labels).sum();
    }

    /** Rows. */
    int rows() {
        return blocks.stream().mapToInt(BlockSize::rows).sum();
    }
}
