package io.magma.train.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Batches of samples with their own row each. */
final class SampleBatches implements BatchBuilder {

    private final PositionedSamples order;
    private final RowEncoder encoder;
    private final Optional<PixelReader> pixels;
    private final Optional<KnownImages> known;
    private final ImageKeys keys = new ImageKeys();

    /**
     * Makes batches.
     *
     * @param known pictures that need not be decoded; present if the batches are to say which pictures they have
     */
    SampleBatches(
            PositionedSamples order, RowEncoder encoder, Optional<PixelReader> pixels, Optional<KnownImages> known) {
        this.order = order;
        this.encoder = encoder;
        this.pixels = pixels;
        this.known = pixels.isPresent() ? known : Optional.empty();
    }

    @Override
    public long passLength() {
        return order.passLength();
    }

    @Override
    public Built build(long[] positions, long nextPosition) {
        int floats = pixels.map(PixelReader::floatsPerImage).orElse(0);
        float[] images = new float[Math.multiplyExact(positions.length, floats)];
        BatchPictures pictures = new BatchPictures(new String[positions.length], new boolean[positions.length]);
        List<Sample> samples = new ArrayList<>();
        List<CorruptSampleException> corrupt = new ArrayList<>();
        int[] sources = new int[positions.length];
        int[][] tokens = new int[positions.length][];
        int[] lossStart = new int[positions.length];
        int decoded = 0;
        for (int i = 0; i < positions.length; i++) {
            Slot slot = order.at(positions[i]);
            corrupt.addAll(slot.damage());
            Encoded encoded = readable(slot, i, pictures, images, decoded * floats, corrupt);
            decoded += pictures.known()[i] ? 0 : 1;
            RowEncoder.Row row = encoded.row();
            sources[i] = slot.source();
            samples.add(encoded.sample());
            tokens[i] = row.tokens();
            lossStart[i] = row.lossStart();
        }
        float[] read = decoded == positions.length ? images : Arrays.copyOf(images, decoded * floats);
        HostBatch batch = new HostBatch(
                samples.stream().map(Sample::id).toList(),
                samples,
                pixels.map(p -> read),
                known.map(k -> pictures),
                tokens,
                lossStart,
                nextPosition);
        return new Built(batch, positions.length + corrupt.size(), List.copyOf(corrupt), sources);
    }

    /** A sample whose texts and picture were read. */
    private record Encoded(Sample sample, RowEncoder.Row row) {}

    private Encoded readable(
            Slot slot,
            int row,
            BatchPictures pictures,
            float[] images,
            int offset,
            List<CorruptSampleException> corrupt) {
        int tried = 0;
        while (slot.candidates().hasNext()) {
            Slot.Candidate candidate = slot.candidates().next();
            tried++;
            try {
                Sample sample = candidate.sample().make(Mixer.mix(candidate.draw(), 1));
                if (pixels.isPresent()) {
                    ImageBytes image =
                            sample.image().orElseThrow(() -> new CorruptSampleException(sample.id(), "has no picture"));
                    if (!isKnown(image, row, pictures)) {
                        pixels.get().read(image, candidate.augment(), Mixer.mix(candidate.draw(), 2), images, offset);
                    }
                }
                return new Encoded(sample, encoder.row(sample));
            } catch (CorruptSampleException e) {
                corrupt.add(e);
            }
        }
        throw new DataException("none of the " + tried + " samples of a source can be read; the last: "
                + corrupt.get(corrupt.size() - 1).getMessage());
    }

    private boolean isKnown(ImageBytes image, int row, BatchPictures pictures) {
        if (known.isEmpty()) {
            return false;
        }
        String key = keys.of(image);
        pictures.keys()[row] = key;
        pictures.known()[row] = known.get().contains(key);
        return pictures.known()[row];
    }

    @Override
    public Map<String, Long> state(long position) {
        return order.state(position);
    }

    @Override
    public void release(long position) {
        order.release(position);
    }

    @Override
    public void close() {
        order.close();
    }
}
