package io.magma.train.eval.protocol;

import io.magma.config.ConfigException;
import io.magma.train.eval.random.PythonRandom;
import io.magma.train.eval.task.TaskItem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Draws the episodes of one seed. Classes, words, pictures and query do not depend on the number of examples: with fewer, an
 * episode shows the first of the same.
 *
 * <p>The examples of an episode take turns by class: c1, c2, c1, c2; repeats show all of them again in this order.
 */
public final class BindingPlan {
    private final BindingSettings settings;
    private final List<Episode> episodes;

    /**
     * One drawing.
     *
     * @param words a class each
     * @param pictures a list a class; the first is for the query
     * @param asked which class
     */
    private record Episode(List<String> words, List<List<TaskItem>> pictures, int asked) {}

    /**
     * Draws.
     *
     * @param protocol has {@link Protocol#binding()}
     * @param pictures whose one answer is their class; each class has {@link BindingSettings#minPictures()} at least
     * @throws ConfigException if there are too few classes, or the protocol names no number of episodes
     */
    public BindingPlan(Protocol protocol, long seed, List<TaskItem> pictures) {
        this.settings = protocol.binding().orElseThrow();
        Map<String, List<TaskItem>> classes = new LinkedHashMap<>();
        pictures.forEach(picture -> classes.computeIfAbsent(picture.answers().get(0), name -> new ArrayList<>())
                .add(picture));
        if (classes.size() < settings.ways()) {
            throw new ConfigException("binding.ways: " + settings.ways() + " classes are asked for; the data have "
                    + classes.size() + " with at least " + settings.minPictures() + " pictures (binding.min_pictures)");
        }
        int count = protocol.samples().count();
        if (count == 0) {
            throw new ConfigException("samples.count: must be at least 1, since episodes are drawn without end");
        }
        PythonRandom random = new PythonRandom(seed);
        List<String> names = List.copyOf(classes.keySet());
        this.episodes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            episodes.add(draw(names, classes, random));
        }
    }

    private Episode draw(List<String> names, Map<String, List<TaskItem>> classes, PythonRandom random) {
        List<String> drawn = random.sample(names, settings.ways());
        List<String> words = new ArrayList<>(settings.realNames() ? drawn : settings.closedWords());
        if (!settings.realNames()) {
            random.shuffle(words);
        }
        List<List<TaskItem>> pictures = drawn.stream()
                .map(name -> random.sample(classes.getOrDefault(name, List.of()), settings.minPictures()))
                .toList();
        return new Episode(words, pictures, (int) random.randrange(settings.ways()));
    }

    /**
     * The episodes, each after {@code shots} examples of every class.
     *
     * @throws ConfigException if the classes need not have so many pictures
     */
    public List<AskedItem> with(int shots) {
        if (shots >= settings.minPictures()) {
            throw new ConfigException("shots: " + shots + " examples and the query need classes of " + (shots + 1)
                    + " pictures; binding.min_pictures is " + settings.minPictures());
        }
        List<AskedItem> asked = new ArrayList<>(episodes.size());
        for (int i = 0; i < episodes.size(); i++) {
            Episode episode = episodes.get(i);
            asked.add(new AskedItem(query(i + 1, episode), examples(episode, shots)));
        }
        return asked;
    }

    private TaskItem query(int number, Episode episode) {
        TaskItem picture = episode.pictures().get(episode.asked()).get(0);
        return new TaskItem(
                "episode-" + number,
                picture.id(),
                picture.image(),
                settings.induction(episode.words()),
                List.of(episode.words().get(episode.asked())),
                "",
                "class " + (episode.asked() + 1));
    }

    private List<Shot> examples(Episode episode, int shots) {
        List<Shot> once = new ArrayList<>();
        for (int shot = 1; shot <= shots; shot++) {
            for (int c = 0; c < settings.ways(); c++) {
                once.add(new Shot(
                        episode.pictures().get(c).get(shot), episode.words().get(c), true));
            }
        }
        List<Shot> all = new ArrayList<>();
        for (int time = 0; time <= settings.repeats(); time++) {
            all.addAll(once);
        }
        return all;
    }
}
