package io.magma.train.eval;

import io.magma.train.data.ImageBytes;
import io.magma.train.data.Sample;
import io.magma.train.report.GalleryItem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Samples to be shown: captions and questions of all types in turn, half of them right and half wrong where there are enough,
 * evenly over the data and each picture once a kind. The same predictions give the same choice.
 */
final class GalleryChoice {
    private GalleryChoice() {}

    /** At most {@code captions} captions and as many questions. */
    static List<GalleryItem> of(List<Prediction> predictions, int captions) {
        List<Prediction> chosen = new ArrayList<>();
        for (boolean caption : List.of(true, false)) {
            List<Prediction> kind = predictions.stream()
                    .filter(p -> ScoredType.isCaption(p.sample()) == caption)
                    .toList();
            chosen.addAll(halfRight(kind, captions));
        }
        return chosen.stream().map(GalleryChoice::item).toList();
    }

    private static List<Prediction> halfRight(List<Prediction> predictions, int count) {
        Set<Optional<ImageBytes>> shown = new HashSet<>();
        List<Prediction> allRight =
                predictions.stream().filter(Prediction::correct).toList();
        List<Prediction> allWrong =
                predictions.stream().filter(p -> !p.correct()).toList();
        int fewestRight = Math.max(count / 2, count - allWrong.size());
        List<Prediction> right = typesInTurn(allRight, fewestRight, shown);
        List<Prediction> wrong = typesInTurn(allWrong, count - right.size(), shown);
        List<Prediction> mixed = new ArrayList<>();
        for (int i = 0; i < Math.max(right.size(), wrong.size()); i++) {
            mixed.addAll(right.subList(Math.min(i, right.size()), Math.min(i + 1, right.size())));
            mixed.addAll(wrong.subList(Math.min(i, wrong.size()), Math.min(i + 1, wrong.size())));
        }
        return mixed;
    }

    private static List<Prediction> typesInTurn(
            List<Prediction> predictions, int count, Set<Optional<ImageBytes>> shown) {
        Map<String, List<Prediction>> types = predictions.stream()
                .collect(Collectors.groupingBy(p -> p.sample().type(), TreeMap::new, Collectors.toList()));
        List<Iterator<Prediction>> turns = types.values().stream()
                .map(of -> spread(of).iterator())
                .collect(Collectors.toCollection(ArrayList::new));
        List<Prediction> chosen = new ArrayList<>();
        while (chosen.size() < count && !turns.isEmpty()) {
            for (Iterator<Prediction> turn : List.copyOf(turns)) {
                Optional<Prediction> next = firstUnseen(turn, shown);
                if (next.isEmpty()) {
                    turns.remove(turn);
                } else if (chosen.size() < count) {
                    chosen.add(next.get());
                }
            }
        }
        return chosen;
    }

    private static Optional<Prediction> firstUnseen(Iterator<Prediction> turn, Set<Optional<ImageBytes>> shown) {
        while (turn.hasNext()) {
            Prediction next = turn.next();
            if (shown.add(next.sample().image())) {
                return Optional.of(next);
            }
        }
        return Optional.empty();
    }

    // Every beginning of the list is spread over the whole: a step that has no common divisor with the size, near its
    // golden cut.
    private static List<Prediction> spread(List<Prediction> all) {
        int step = Math.max(1, (int) Math.round(0.618 * all.size()));
        while (gcd(step, all.size()) != 1) {
            step++;
        }
        List<Prediction> spread = new ArrayList<>();
        for (long i = 0; i < all.size(); i++) {
            spread.add(all.get((int) (i * step % all.size())));
        }
        return spread;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    private static GalleryItem item(Prediction prediction) {
        Sample sample = prediction.sample();
        return new GalleryItem(
                PicturePreview.of(sample.image().orElseThrow()).uri(),
                ScoredType.isCaption(sample) ? GalleryItem.Kind.CAPTION : GalleryItem.Kind.QUESTION,
                sample.prompt(),
                sample.references().get(0),
                prediction.output().strip(),
                prediction.blind().map(String::strip),
                prediction.correct());
    }
}
