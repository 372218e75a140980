package io.magma.train.data;

import io.magma.config.AugmentConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Batches of samples with their own row each. */
final class SampleBatches implements BatchBuilder {

    /**
     * A source and what is done to its pictures.
     *
     * @param samples the samples
     * @param augment random changes of the pictures, if any
     */
    record Origin(SampleSource samples, Optional<AugmentConfig> augment) {}

    private final List<Origin> origins;
    private final SampleOrder order;
    private final RowEncoder encoder;
    private final Optional<PixelReader> pixels;

    SampleBatches(List<Origin> origins, SampleOrder order, RowEncoder encoder, Optional<PixelReader> pixels) {
        this.origins = List.copyOf(origins);
        this.order = order;
        this.encoder = encoder;
        this.pixels = pixels;
    }

    @Override
    public long passLength() {
        return origins.stream().mapToLong(origin -> origin.samples().size()).sum();
    }

    @Override
    public Built build(long[] positions, long nextPosition) {
        int floats = pixels.map(PixelReader::floatsPerImage).orElse(0);
        float[] images = new float[Math.multiplyExact(positions.length, floats)];
        List<Sample> samples = new ArrayList<>();
        List<CorruptSampleException> corrupt = new ArrayList<>();
        int[][] tokens = new int[positions.length][];
        int[] lossStart = new int[positions.length];
        for (int i = 0; i < positions.length; i++) {
            Sample sample = readable(positions[i], images, i * floats, corrupt);
            RowEncoder.Row row = encoder.row(sample);
            samples.add(sample);
            tokens[i] = row.tokens();
            lossStart[i] = row.lossStart();
        }
        HostBatch batch = new HostBatch(
                samples.stream().map(Sample::id).toList(),
                samples,
                pixels.map(p -> images),
                tokens,
                lossStart,
                nextPosition);
        return new Built(batch, positions.length + corrupt.size(), List.copyOf(corrupt));
    }

    private Sample readable(long position, float[] images, int offset, List<CorruptSampleException> corrupt) {
        SampleOrder.Pick pick = order.at(position);
        Origin origin = origins.get(pick.source());
        int size = origin.samples().size();
        for (int attempt = 0; attempt < size; attempt++) {
            try {
                Sample sample = origin.samples().get(pick.index(), Mixer.mix(pick.draw(), 1));
                if (pixels.isPresent()) {
                    ImageBytes image =
                            sample.image().orElseThrow(() -> new CorruptSampleException(sample.id(), "has no picture"));
                    pixels.get().read(image, origin.augment(), Mixer.mix(pick.draw(), 2), images, offset);
                }
                return sample;
            } catch (CorruptSampleException e) {
                corrupt.add(e);
                pick = order.after(pick);
            }
        }
        throw new DataException("none of the " + size + " samples of a source can be read; the last: "
                + corrupt.get(corrupt.size() - 1).getMessage());
    }
}
