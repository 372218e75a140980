package io.magma.train.eval.run;

import io.magma.train.eval.protocol.AskedItem;
import io.magma.train.eval.protocol.BindingPlan;
import io.magma.train.eval.protocol.BindingSettings;
import io.magma.train.eval.protocol.Protocol;
import io.magma.train.eval.protocol.Shot;
import io.magma.train.eval.task.ExtractedPictures;
import io.magma.train.eval.task.LabelledImages;
import io.magma.train.eval.task.TaskItems;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Episodes of fast concept binding.
 *
 * @param data pictures of classes
 * @param protocol how episodes are drawn
 * @param extracted files of those pictures that lie in shards
 */
record DrawnEpisodes(TaskItems data, Protocol protocol, ExtractedPictures extracted) implements Questions {
    private static final String PICTURES = "pictures";

    static DrawnEpisodes of(TaskRequest request, Path folder) {
        BindingSettings binding = request.protocol().binding().orElseThrow();
        ExtractedPictures extracted = new ExtractedPictures(folder.resolve(PICTURES));
        TaskItems data = LabelledImages.read(
                request.data(), binding.classLabel(), binding.minPictures(), extracted, request.skipMissing());
        LeftOut.warn("pictures of classes", data);
        return new DrawnEpisodes(data, request.protocol(), extracted);
    }

    @Override
    public List<AskedItem> with(long seed, int shots) {
        List<AskedItem> asked = new BindingPlan(protocol, seed, data.items()).with(shots);
        extracted.write(asked.stream().flatMap(DrawnEpisodes::pictures).toList());
        return asked;
    }

    private static Stream<Path> pictures(AskedItem asked) {
        return Stream.concat(
                Stream.of(asked.item().image()),
                asked.shots().stream().map(Shot::item).map(item -> item.image()));
    }
}
