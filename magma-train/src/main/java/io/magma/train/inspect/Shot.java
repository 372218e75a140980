package io.magma.train.inspect;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.magma.image.raster.ImageException;
import io.magma.train.data.AnnotatedImages;
import io.magma.train.data.CorruptSampleException;
import io.magma.train.data.OrderedWork;
import io.magma.train.data.QuestionAnswers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One picture of a contact sheet.
 *
 * @param id its name in the data set
 * @param uri the small picture; empty if it is broken
 * @param width in pixels; 0 if it is broken
 * @param height in pixels; 0 if it is broken
 * @param captions possibly none
 * @param questions possibly none
 * @param problem why it is broken; empty if it is not
 */
public record Shot(
        String id,
        @JsonIgnore String uri,
        int width,
        int height,
        List<String> captions,
        List<QuestionAnswers> questions,
        String problem) {

    /**
     * Takes pictures at equal distances out of a data set.
     *
     * @param count most pictures; 0 means all
     */
    public static List<Shot> of(AnnotatedImages images, int count, int workers) throws IOException {
        int shown = count == 0 ? images.size() : Math.min(count, images.size());
        List<Shot> shots = new ArrayList<>();
        OrderedWork.run(
                0,
                shown,
                workers,
                i -> of(images, PictureScan.index(i, shown, images.size())),
                (i, shot) -> shots.add(shot));
        return shots;
    }

    private static Shot of(AnnotatedImages images, int index) {
        String id = images.id(index);
        try {
            List<QuestionAnswers> questions = images.questions(index);
            List<String> captions = PictureFacts.captions(images, index, questions);
            Thumbnail thumbnail = Thumbnail.of(images.image(index));
            return new Shot(id, thumbnail.uri(), thumbnail.width(), thumbnail.height(), captions, questions, "");
        } catch (CorruptSampleException | ImageException e) {
            return new Shot(id, "", 0, 0, List.of(), List.of(), String.valueOf(e.getMessage()));
        }
    }
}
