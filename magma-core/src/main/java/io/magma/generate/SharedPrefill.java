package io.magma.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.magma.generate.PrefixTree.Segment;
import io.magma.lm.CausalLm;
import io.magma.lm.LengthGroups;
import io.magma.nn.KvCache;
import io.magma.torch.Autograd;
import io.magma.torch.HostData;
import io.magma.torch.Scope;
import io.magma.torch.TorchOps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads batches of prompts, what several of them begin with only once.
 *
 * <p>Within a batch the shared beginnings are a {@link PrefixTree}, read level by level, segments of similar length together.
 * From batch to batch the last prompt is remembered as far as the next batch begins with it; where a request's prompts are
 * batched in {@linkplain #order lexicographic order}, no prompt before it has more in common with what follows.
 */
public final class SharedPrefill implements AutoCloseable {
    private final CausalLm lm;
    private final NDManager manager;
    private Optional<Known> known = Optional.empty();

    /**
     * For the batches of one request.
     *
     * @param manager what the results' memory and that of the remembered prompt hang below
     */
    public SharedPrefill(CausalLm lm, NDManager manager) {
        this.lm = lm;
        this.manager = manager;
    }

    /** Numbers of prompts in lexicographic order, equal ones in the order given. */
    public static List<Integer> order(List<int[]> prompts) {
        return Stream.iterate(0, i -> i + 1)
                .limit(prompts.size())
                .sorted((a, b) -> Arrays.compare(prompts.get(a), prompts.get(b)))
                .toList();
    }

    /**
     * Reads a batch.
     *
     * @param rows prompts as {@link PromptEmbeddings} takes them, in lexicographic order, none of them empty
     * @param next first prompt of the next batch, if there is one
     * @param room tokens that will be fed after the prompts
     */
    public Prefilled read(List<int[]> rows, PromptEmbeddings embeddings, Optional<int[]> next, int room) {
        return Autograd.frozen(() -> {
            Optional<int[]> before = known.map(Known::positions);
            List<Segment> segments = PrefixTree.of(rows, before, LengthGroups.COST_OF_A_PASS);
            Reading reading = new Reading(rows, embeddings);
            Prefilled result;
            try {
                int levels = segments.stream().mapToInt(Segment::level).max().orElse(-1);
                for (int level = 0; level <= levels; level++) {
                    int now = level;
                    reading.read(segments.stream().filter(s -> s.level() == now).toList());
                }
                result = reading.finish(segments.stream().filter(Segment::leaf).toList(), room);
            } finally {
                reading.close();
            }
            remember(result.cache(), rows.get(rows.size() - 1), next);
            return result;
        });
    }

    private void remember(KvCache cache, int[] last, Optional<int[]> next) {
        close();
        int shared = next.map(n -> Math.min(PrefixTree.common(last, n), n.length - 1))
                .orElse(0);
        if (shared > 0) {
            KvCache copy = KvCache.join(manager, List.of(new KvCache.Past(cache, cache.batch() - 1, shared)), 0);
            known = Optional.of(new Known(Arrays.copyOf(last, shared), copy));
        }
    }

    /** Forgets the remembered prompt. */
    @Override
    public void close() {
        known.ifPresent(k -> k.cache().close());
        known = Optional.empty();
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Known(int[] positions, KvCache cache) {}

    private final class Reading {
        private final List<int[]> rows;
        private final PromptEmbeddings embeddings;
        private final IdentityHashMap<Segment, KvCache.Past> read = new IdentityHashMap<>();
        private final List<KvCache> caches = new ArrayList<>();
        private final NDList lasts = new NDList();
        private final List<Integer> lastRows = new ArrayList<>();

        Reading(List<int[]> rows, PromptEmbeddings embeddings) {
            this.rows = rows;
            this.embeddings = embeddings;
        }

        void read(List<Segment> level) {
            int[] lengths = level.stream().mapToInt(Segment::length).toArray();
            for (int[] group : LengthGroups.of(lengths)) {
                List<Segment> together =
                        Arrays.stream(group).mapToObj(level::get).toList();
                int past = together.stream().mapToInt(Segment::start).max().orElse(0);
                int longest = together.stream().mapToInt(Segment::length).max().orElse(0);
                if (past + longest <= lm.config().maxPositions()) {
                    pass(together);
                } else { // the longest past and the longest part are of different rows, and too much for one
                    together.forEach(segment -> pass(List.of(segment)));
                }
            }
        }

        private void pass(List<Segment> group) {
            List<int[]> parts = group.stream()
                    .map(s -> Arrays.copyOfRange(rows.get(s.row()), s.start(), s.end()))
                    .toList();
            int longest = parts.stream().mapToInt(p -> p.length).max().orElse(0);
            KvCache cache = KvCache.join(manager, group.stream().map(this::past).toList(), longest);
            caches.add(cache);
            NDArray hidden = Scope.keep(() -> lm.hidden(embeddings.of(parts), cache));
            if (group.stream().anyMatch(Segment::leaf)) {
                lasts.add(Scope.keep(() -> lastStates(hidden, group, longest)));
            }
            hidden.close();
            for (int i = 0; i < group.size(); i++) {
                read.put(group.get(i), new KvCache.Past(cache, i, group.get(i).end()));
                if (group.get(i).leaf()) {
                    lastRows.add(group.get(i).row());
                }
            }
        }

        // Of the rows that end here: (leaves, D).
        private NDArray lastStates(NDArray hidden, List<Segment> group, int longest) {
            long[] at = Stream.iterate(0, i -> i + 1)
                    .limit(group.size())
                    .filter(i -> group.get(i).leaf())
                    .mapToLong(i -> (long) i * longest + group.get(i).length() - 1)
                    .toArray();
            return TorchOps.selectRows(
                    hidden.reshape(-1, lm.config().hiddenSize()), HostData.longs(hidden.getManager(), at, at.length));
        }

        private KvCache.Past past(Segment segment) {
            return segment.parent().map(this::end).orElse(KvCache.Past.NONE);
        }

        private KvCache.Past end(Segment segment) {
            return segment.known()
                    ? new KvCache.Past(known.orElseThrow().cache(), 0, segment.end())
                    : Objects.requireNonNull(read.get(segment));
        }

        Prefilled finish(List<Segment> leaves, int room) {
            KvCache cache = KvCache.join(manager, leaves.stream().map(this::end).toList(), room);
            long[] places = new long[rows.size()];
            for (int i = 0; i < places.length; i++) {
                places[lastRows.get(i)] = i;
            }
            NDArray last = Scope.keep(() -> {
                NDArray all = lasts.size() == 1 ? lasts.get(0) : NDArrays.concat(lasts, 0);
                return TorchOps.selectRows(all, HostData.longs(all.getManager(), places, places.length))
                        .expandDims(1);
            });
            last.attach(manager);
            Scope.release(last);
            return new Prefilled(cache, last);
        }

        void close() {
            lasts.close();
            caches.forEach(KvCache::close);
        }
    }
}
