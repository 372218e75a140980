package io.magma.train.eval.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.magma.train.data.DataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskDefinitionTest {
    @TempDir
    private Path dir;

    private void write(String name, String text) throws IOException {
        Path file = dir.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private TaskItems read(String task, String... overrides) {
        return TaskDefinition.named(task, List.of(overrides)).readEval(dir, false);
    }

    private void okvqa(String questions, String annotations) throws IOException {
        write("OpenEnded_mscoco_val2014_questions.json", questions);
        write("mscoco_val2014_annotations.json", annotations);
        write("val2014/COCO_val2014_000000000042.jpg", "");
    }

    private static final String QUESTIONS = """
            {"data_subtype": "val2014", "questions": [
              {"image_id": 42, "question": " What? ", "question_id": 425},
              {"image_id": 42, "question": "Why?", "question_id": 426}]}""";

    private static final String ANNOTATIONS = """
            {"question_types": {"one": "Vehicles and Transportation"}, "annotations": [
              {"question_id": 425, "question_type": "one", "answer_type": "other",
               "answers": [{"answer_id": 1, "raw_answer": "Trains", "answer": "train"}, {"answer": "bus"}]},
              {"question_id": 999, "question_type": "one", "answer_type": "other", "answers": [{"answer": "x"}]}]}""";

    @Test
    void okvqaInItsOfficialFiles() throws IOException {
        okvqa(QUESTIONS, ANNOTATIONS);

        TaskItems items = read("okvqa");

        assertThat(items.items())
                .containsExactly(new TaskItem(
                        "425",
                        "42",
                        dir.resolve("val2014/COCO_val2014_000000000042.jpg"),
                        "What?",
                        List.of("train", "bus"),
                        List.of("{\"answer_id\":1,\"raw_answer\":\"Trains\"}", "{}"),
                        "Vehicles and Transportation",
                        "other"));
        assertThat(items.leftOut())
                .containsOnly(
                        java.util.Map.entry("questions without an annotation", 1),
                        java.util.Map.entry("annotations without a question", 1));
    }

    @Test
    void answersThatAreNotPublicAreNone() throws IOException {
        okvqa(QUESTIONS, ANNOTATIONS);
        assertThat(read("okvqa", "eval.annotations=[]").items())
                .hasSize(2)
                .allMatch(item -> item.answers().isEmpty());
    }

    @Test
    void whatIsWrongWithFilesIsOneLine() throws IOException {
        assertThatThrownBy(() -> read("okvqa"))
                .isInstanceOf(DataException.class)
                .hasMessage(dir + ": there is none of OpenEnded_mscoco_val2014_questions.json (eval.questions)");
        okvqa(QUESTIONS.replace("426", "425"), ANNOTATIONS);
        assertThatThrownBy(() -> read("okvqa", "eval.annotations=[]"))
                .hasMessage(dir.resolve("OpenEnded_mscoco_val2014_questions.json")
                        + ":3: 425 is there twice, its id must be its own");
        okvqa(QUESTIONS, ANNOTATIONS.substring(0, 200));
        assertThatThrownBy(() -> read("okvqa"))
                .hasMessageStartingWith(dir.resolve("mscoco_val2014_annotations.json") + ":")
                .hasMessageContaining(": is not JSON: ");
        okvqa(QUESTIONS, ANNOTATIONS.replace("999", "425"));
        assertThatThrownBy(() -> read("okvqa")).hasMessageEndingWith(": question_id 425 is annotated twice");
        okvqa(ANNOTATIONS, ANNOTATIONS);
        assertThatThrownBy(() -> read("okvqa"))
                .hasMessageEndingWith("questions.json: has no questions; is it the right one of the two files?");
        Files.write(
                dir.resolve("OpenEnded_mscoco_val2014_questions.json"),
                QUESTIONS.replace("Why", "Où").getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> read("okvqa"))
                .hasMessageContaining("questions.json")
                .hasMessageContaining("UTF-8");
    }

    @Test
    void missingPicturesAreRefusedOrCounted() throws IOException {
        okvqa(QUESTIONS.replace("42, \"question\": \"Why", "43, \"question\": \"Why"), ANNOTATIONS);
        TaskDefinition task = TaskDefinition.named("okvqa", List.of("eval.annotations=[]"));
        assertThatThrownBy(() -> task.readEval(dir, false))
                .hasMessage(dir.resolve("val2014/COCO_val2014_000000000043.jpg")
                        + ": no such picture, the first of 1 missing of 2 (okvqa, eval); --skip-missing leaves them out"
                        + " and counts them");
        TaskItems items = task.readEval(dir, true);
        assertThat(items.items()).extracting(TaskItem::id).containsExactly("425");
        assertThat(items.leftOut()).containsEntry(TaskItems.MISSING_PICTURE, 1);
    }

    @Test
    void ownQuestionsNameTheirPictures() throws IOException {
        write("questions.json", """
                {"questions": [{"image_id": 7, "image": "a/b.png", "question": "q", "question_id": 1}]}""");
        write("annotations.json", """
                {"annotations": [{"question_id": 1, "answers": [{"answer": "yes"}]}]}""");
        write("images/a/b.png", "");
        assertThat(read("custom-vqa").items())
                .singleElement()
                .satisfies(item -> assertThat(item.image()).isEqualTo(dir.resolve("images/a/b.png")));
    }

    @Test
    void theOtherLayouts() throws IOException {
        write("testdev_balanced_questions.json", """
                {"201": {"imageId": "n5", "question": "Who?", "answer": "man", "types": {"structural": "query"}}}""");
        write("images/n5.jpg", "");
        assertThat(read("gqa").items())
                .containsExactly(
                        new TaskItem("201", "n5", dir.resolve("images/n5.jpg"), "Who?", List.of("man"), "query", ""));
        write("val.json", """
                [{"image": "VizWiz_val_0.jpg", "question": "What?", "answer_type": "unanswerable", "answerable": 0,
                  "answers": [{"answer": "unanswerable", "answer_confidence": "yes"}, {"answer": "can"}]}]""");
        write("val/VizWiz_val_0.jpg", "");
        assertThat(read("vizwiz").items())
                .extracting(TaskItem::id, TaskItem::answers, TaskItem::answerType)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        "VizWiz_val_0.jpg", List.of("unanswerable", "can"), "unanswerable"));
        write("TextVQA_0.5.1_val.json", """
                {"dataset_type": "val", "data": [{"question_id": 3, "image_id": "00ab", "question": "brand?",
                  "answers": ["nokia", "nokia"], "image_classes": ["x"]}]}""");
        write("train_images/00ab.jpg", "");
        assertThat(read("textvqa").items())
                .extracting(TaskItem::id, TaskItem::answers)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("3", List.of("nokia", "nokia")));
        write("dev_seen.jsonl", """
                {"id": 8291, "img": "img/08291.png", "label": 1, "text": "white people"}
                {"id": 46971, "img": "img/46971.png", "label": 0, "text": "bravery"}
                """);
        write("img/08291.png", "");
        write("img/46971.png", "");
        assertThat(read("hateful-memes").items())
                .extracting(TaskItem::question, TaskItem::answers)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("white people", List.of("yes")),
                        org.assertj.core.groups.Tuple.tuple("bravery", List.of("no")));
    }

    @Test
    void captionsOfBothLayouts() throws IOException {
        write("captions_val2014.json", """
                {"images": [{"id": 5, "file_name": "COCO_val2014_000000000005.jpg"}, {"id": 6, "file_name": "x.jpg"}],
                 "annotations": [{"image_id": 5, "id": 1, "caption": "A cat."}, {"image_id": 5, "id": 2, "caption": "Cat"}]}
                """);
        write("val2014/COCO_val2014_000000000005.jpg", "");
        TaskItems official = read("caption");
        assertThat(official.items())
                .extracting(TaskItem::id, TaskItem::answers)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("5", List.of("A cat.", "Cat")));
        assertThat(official.leftOut()).containsEntry("pictures without a caption", 1);
        write("dataset_coco.json", """
                {"images": [
                  {"split": "test", "filepath": "val2014", "filename": "COCO_val2014_000000000005.jpg", "cocoid": 5,
                   "imgid": 0, "sentences": [{"raw": "A cat."}]},
                  {"split": "train", "filename": "none.jpg", "imgid": 1, "sentences": []}]}""");
        assertThat(read("caption").items()).extracting(TaskItem::answers).containsExactly(List.of("A cat."));
        write("nocaps_val_4500_captions.json", """
                {"images": [{"id": 0, "file_name": "0013ea2087020901.jpg", "domain": "in-domain"}],
                 "annotations": [{"image_id": 0, "caption": "A baby."}]}""");
        write("images/0013ea2087020901.jpg", "");
        assertThat(read("nocaps").items()).extracting(TaskItem::questionType).containsExactly("in-domain");
    }

    @Test
    void realSamplesOfSnliVeAndGqa() throws IOException {
        Path micro = Path.of(System.getProperty("magma.shared", "../../shared"), "evaldata", "micro")
                .toAbsolutePath();
        assumeTrue(Files.exists(micro), () -> micro + " is not there (property magma.shared)");
        Files.createDirectories(dir.resolve("images"));
        TaskDefinition snli = TaskDefinition.named(
                "snli-ve", List.of("eval.questions=[\"" + micro.resolve("snli_ve_sample_pairs.jsonl") + "\"]"));
        for (String line : Files.readAllLines(micro.resolve("snli_ve_sample_pairs.jsonl"))) {
            write("images/" + line.replaceAll(".*\"Flickr30K_ID\": \"(\\d+)\".*", "$1") + ".jpg", "");
        }
        assertThat(snli.readEval(dir, false).items())
                .isNotEmpty()
                .allMatch(item -> snli.labels().contains(item.answers().get(0)));
        write("images/n578564.jpg", "");
        assertThat(read("gqa", "eval.questions=[\"" + micro.resolve("gqa_questions.json") + "\"]")
                        .items())
                .extracting(TaskItem::question)
                .containsExactly("What is hanging above the chalkboard?");
    }
}
