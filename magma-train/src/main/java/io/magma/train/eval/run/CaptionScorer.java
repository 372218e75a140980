package io.magma.train.eval.run;

import io.magma.train.eval.caption.CaptionEvaluation;
import io.magma.train.eval.caption.CaptionScore;
import io.magma.train.eval.caption.CaptionTokenizer;
import io.magma.train.eval.caption.CaptionedImage;
import io.magma.train.eval.caption.Cider;
import io.magma.train.eval.protocol.ScoringSettings;
import io.magma.train.eval.statistics.ConfidenceInterval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** CIDEr and the other metrics of captions; that of an item is its CIDEr within the whole set. */
record CaptionScorer(ScoringSettings settings) implements TaskScorer {
    private static final String REPORTED = "CIDEr";

    @Override
    public String name() {
        return REPORTED + ", " + settings.captionTokenizer().name().toLowerCase(Locale.ROOT) + " tokens";
    }

    @Override
    public ItemScore score(Answered answered) {
        return new ItemScore(settings.captionTokenizer().tokenize(answered.text()), OptionalDouble.empty());
    }

    @Override
    public List<ItemScore> scores(List<Answered> all) {
        CaptionScore cider = cider(images(all));
        List<ItemScore> scores = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            scores.add(new ItemScore(score(all.get(i)).normalized(), OptionalDouble.of(cider.ofImage(i))));
        }
        return scores;
    }

    @Override
    public Map<String, Double> total(List<Answered> all) {
        Map<String, Double> scores = new LinkedHashMap<>();
        if (!all.isEmpty()) {
            List<CaptionedImage> images = images(all);
            scores.put(REPORTED, cider(images).value());
            CaptionEvaluation.builtIn()
                    .forEach(metric -> metric.scores(images).forEach(s -> scores.put(s.name(), s.value())));
        }
        return scores;
    }

    @Override
    public Optional<ConfidenceInterval> interval(List<Answered> all) {
        return all.isEmpty()
                ? Optional.empty()
                : cider(images(all)).ofDraw().map(draw -> BOOTSTRAP.of(all.size(), draw::applyAsDouble));
    }

    private static CaptionScore cider(List<CaptionedImage> images) {
        return Cider.d().scores(images).get(0);
    }

    private List<CaptionedImage> images(List<Answered> all) {
        CaptionTokenizer tokenizer = settings.captionTokenizer();
        int most = settings.captionReferences() == 0 ? Integer.MAX_VALUE : settings.captionReferences();
        return all.stream()
                .map(a -> new CaptionedImage(
                        a.item().id(),
                        tokenizer.tokenize(a.text()),
                        a.item().answers().stream()
                                .limit(most)
                                .map(tokenizer::tokenize)
                                .toList()))
                .toList();
    }
}
