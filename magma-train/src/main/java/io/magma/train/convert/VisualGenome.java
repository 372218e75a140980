package io.magma.train.convert;

import io.magma.train.data.DataException;
import io.magma.train.json.Element;
import io.magma.train.json.JsonElements;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Visual Genome's {@code question_answers.json} and {@code region_descriptions.json}: lists of pictures with {@code qas} or
 * {@code regions}; a region's phrase becomes a caption. Pictures lie in {@code VG_100K} or {@code VG_100K_2}.
 *
 * @see <a href="https://homes.cs.washington.edu/~ranjay/visualgenome/api_readme.html">Visual Genome, data</a>
 */
record VisualGenome(ImageFolder images, List<Path> files) implements AnnotationReader {

    VisualGenome(ConversionInputs inputs) {
        this(inputs.imageFolder(), inputs.annotations());
    }

    @Override
    public void read(SampleCollector out) {
        files.forEach(file -> JsonElements.ofList(file, picture -> read(picture, out)));
    }

    private void read(Element picture, SampleCollector out) {
        String id = picture.id(picture.has("id") ? "id" : "image_id");
        String name = id + ".jpg";
        SourceSample sample = out.of(images.find(name, "VG_100K/" + name, "VG_100K_2/" + name));
        sample.addFact("image_id", id);
        if (picture.has("qas")) {
            for (Element qa : picture.list("qas")) {
                sample.addQuestion(new SourceQuestion(
                        qa.text("question").strip(),
                        qa.text("answer").strip(),
                        "",
                        Map.of("question_id", qa.id("qa_id"))));
            }
        } else if (picture.has("regions")) {
            for (Element region : picture.list("regions")) {
                out.caption(sample.image(), region.text("phrase"));
            }
        } else {
            throw new DataException(picture.where() + ": picture " + id + " has neither qas nor regions");
        }
    }
}
