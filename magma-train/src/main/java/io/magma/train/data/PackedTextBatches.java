package io.magma.train.data;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Batches of blocks of packed text; every token of a block bears loss. */
final class PackedTextBatches implements BatchBuilder {

    private final List<TextPacker> packers;
    private final Interleaving interleaving;
    private final boolean endless;

    /** Packs several sources; {@code endless} blocks run on into the next epoch. */
    PackedTextBatches(List<TextPacker> packers, double[] weights, boolean endless) {
        this.packers = List.copyOf(packers);
        this.interleaving = new Interleaving(weights);
        this.endless = endless;
    }

    @Override
    public long passLength() {
        return packers.stream().mapToLong(TextPacker::blocksPerPass).sum();
    }

    @Override
    public Built build(long[] positions, long nextPosition) {
        int[][] tokens = new int[positions.length][];
        for (int i = 0; i < positions.length; i++) {
            tokens[i] = endless ? endlessBlock(positions[i]) : blockOfPass(positions[i]);
        }
        List<String> ids =
                Arrays.stream(positions).mapToObj(p -> "text block " + p).toList();
        HostBatch batch = new HostBatch(
                ids, List.of(), Optional.empty(), Optional.empty(), tokens, new int[positions.length], nextPosition);
        return new Built(batch, positions.length, List.of(), new int[0]);
    }

    private int[] endlessBlock(long position) {
        Interleaving.Turn turn = interleaving.at(position);
        return packers.get(turn.source()).block(turn.cursor());
    }

    private int[] blockOfPass(long position) {
        long rest = position;
        for (TextPacker packer : packers) {
            if (rest < packer.blocksPerPass()) {
                return packer.blockOfPass((int) rest);
            }
            rest -= packer.blocksPerPass();
        }
        throw new IndexOutOfBoundsException("position " + position);
    }
}
