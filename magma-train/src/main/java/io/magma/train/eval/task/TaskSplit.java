package io.magma.train.eval.task;

import io.magma.config.Key;
import java.util.List;

/**
 * The files of a split, relative to the folder of the data; of several names, the first that is there counts.
 *
 * @param questions file of the questions, or of everything
 * @param annotations file of the answers; empty where the questions have them, or nobody has
 * @param images folders of the pictures
 * @param splits parts of a Karpathy file that are taken; empty takes all
 */
public record TaskSplit(
        @Key("File of the questions, or of everything; the first that is there")
        List<String> questions,

        @Key("File of the answers; empty where the questions have them, or they are not public")
        List<String> annotations,

        @Key("Folders in which pictures are looked for") List<String> images,

        @Key("Parts of a Karpathy file that are taken; empty takes all")
        List<String> splits) {
    public TaskSplit {
        questions = List.copyOf(questions);
        annotations = List.copyOf(annotations);
        images = List.copyOf(images);
        splits = List.copyOf(splits);
    }
}
