package io.magma.train.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.magma.config.ConfigException;
import io.magma.train.data.DataException;
import io.magma.train.prepare.TarShards;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every format on a small file in its official layout; where there are real files, on those too. */
class AnnotationReadersTest {
    private static final Path SHARED =
            Path.of(System.getProperty("magma.shared", "../../shared")).resolve("evaldata");

    @TempDir
    private Path dir;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(dir.resolve(name), text);
    }

    private SampleCollector read(ConversionFormat format, Path... annotations) {
        return read(format, ConversionInputs.of(List.of(annotations), dir));
    }

    private static SampleCollector read(ConversionFormat format, ConversionInputs inputs) {
        SampleCollector out = new SampleCollector();
        format.reader(inputs).read(out);
        return out;
    }

    private ConversionInputs inputs(
            List<Path> annotations, List<Path> questions, Set<String> splits, String language, String prompt) {
        return new ConversionInputs(
                annotations,
                questions,
                Optional.of(dir),
                splits,
                Optional.of(language).filter(t -> !t.isEmpty()),
                Optional.empty(),
                Optional.empty(),
                Optional.of(prompt).filter(t -> !t.isEmpty()));
    }

    /** {@code name: caption|caption; prompt=answer (type)} */
    private static List<String> shown(SampleCollector out) {
        return out.samples().stream()
                .map(s -> s.image().name() + ": " + String.join("|", s.captions())
                        + String.join(
                                "",
                                s.questions().stream()
                                        .map(q -> "; " + q.prompt() + "=" + q.answer() + " (" + q.type() + ")")
                                        .toList()))
                .toList();
    }

    private static final String COCO = """
            {"info": {"year": 2014},
             "images": [{"license": 5, "file_name": "COCO_val2014_000000000042.jpg", "id": 42},
                        {"license": 3, "file_name": "COCO_val2014_000000000073.jpg", "id": 73}],
             "licenses": [{"id": 1}],
             "annotations": [{"image_id": 73, "id": 1, "caption": "A motorcycle. "},
                             {"image_id": 42, "id": 2, "caption": "A dog on shoes."},
                             {"image_id": 42, "id": 3, "caption": "A sleeping dog"},
                             {"image_id": 42, "id": 4, "caption": " \\n"}]}
            """;

    @Test
    void officialCocoCaptions() throws IOException {
        Pictures.write(dir.resolve("val2014/COCO_val2014_000000000042.jpg"), 1);

        SampleCollector out = read(ConversionFormat.COCO, file("captions_val2014.json", COCO));

        assertThat(shown(out))
                .containsExactly(
                        "COCO_val2014_000000000073.jpg: A motorcycle.",
                        "val2014/COCO_val2014_000000000042.jpg: A dog on shoes.|A sleeping dog");
        assertThat(out.leftOut()).containsOnly(Map.entry("empty captions", 1L));
        assertThat(out.samples().get(1).metadata()).containsEntry("image_id", "42");
    }

    @Test
    void karpathysCocoWithItsSplits() throws IOException {
        Path file = file("dataset_coco.json", """
                {"images": [
                  {"filepath": "val2014", "sentids": [1, 2], "filename": "COCO_val2014_000000391895.jpg", "imgid": 0,
                   "split": "test", "cocoid": 391895,
                   "sentences": [{"tokens": ["a", "man"], "raw": "A man. ", "imgid": 0, "sentid": 1}]},
                  {"filepath": "val2014", "sentids": [3], "filename": "COCO_val2014_000000060623.jpg", "imgid": 1,
                   "split": "restval", "cocoid": 60623,
                   "sentences": [{"tokens": ["a"], "raw": "A girl", "imgid": 1, "sentid": 3},
                                 {"tokens": ["b"], "raw": "A bowl", "imgid": 1, "sentid": 4}]}],
                 "dataset": "coco"}
                """);

        SampleCollector all = read(ConversionFormat.COCO, file);
        SampleCollector some =
                read(ConversionFormat.COCO, inputs(List.of(file), List.of(), Set.of("train", "restval"), "", ""));

        assertThat(shown(all))
                .containsExactly(
                        "val2014/COCO_val2014_000000391895.jpg: A man.",
                        "val2014/COCO_val2014_000000060623.jpg: A girl|A bowl");
        assertThat(shown(some)).containsExactly("val2014/COCO_val2014_000000060623.jpg: A girl|A bowl");
        assertThat(some.leftOut()).containsOnly(Map.entry("pictures of other splits", 1L));
    }

    @Test
    void vqaTakesTheMostFrequentOfTheAnswersAndKeepsAll() throws IOException {
        Path questions = file("questions.json", """
                {"data_subtype": "train2014", "questions": [
                  {"image_id": 9, "question": "What is it?", "question_id": 9000},
                  {"image_id": 9, "question": "Is it red?", "question_id": 9001},
                  {"image_id": 9, "question": "Why?", "question_id": 9002}]}
                """);
        Path annotations = file("annotations.json", """
                {"annotations": [
                  {"question_id": 9000, "image_id": 9, "question_type": "what is", "answer_type": "other",
                   "multiple_choice_answer": "net",
                   "answers": [{"answer": "mesh", "answer_confidence": "maybe", "answer_id": 1},
                               {"answer": "net", "answer_confidence": "yes", "answer_id": 2},
                               {"answer": "net", "answer_confidence": "yes", "answer_id": 3}]},
                  {"question_id": 9001, "image_id": 9, "question_type": "is it", "answer_type": "yes/no",
                   "answers": [{"answer": "yes", "answer_id": 1}, {"answer": "no", "answer_id": 2}]},
                  {"question_id": 1, "image_id": 1, "answers": []}]}
                """);

        SampleCollector out =
                read(ConversionFormat.VQAV2, inputs(List.of(annotations), List.of(questions), Set.of(), "", ""));

        assertThat(shown(out))
                .containsExactly("COCO_train2014_000000000009.jpg: ; What is it?=net (other); Is it red?=yes (yes/no)");
        assertThat(out.samples().get(0).questions().get(0).more())
                .containsEntry("answers", List.of("mesh", "net", "net"))
                .containsEntry("question_type", "what is")
                .containsEntry("question_id", "9000");
        assertThat(out.leftOut())
                .containsOnly(
                        Map.entry("questions without an answer", 1L), Map.entry("answers without their question", 1L));
    }

    @Test
    void gqaQuestions() throws IOException {
        Path file = file("gqa.json", """
                {"02930152": {"semantic": [{"operation": "select"}], "isBalanced": true, "question": "Is the sky dark?",
                   "imageId": "2354786", "answer": "yes", "fullAnswer": "Yes, the sky is dark.",
                   "types": {"detailed": "verifyAttr", "semantic": "attr", "structural": "verify"}},
                 "07333408": {"question": "What is on the wall?", "imageId": "2354786"}}
                """);

        SampleCollector out = read(ConversionFormat.GQA, file);

        assertThat(shown(out)).containsExactly("2354786.jpg: ; Is the sky dark?=yes (verify)");
        assertThat(out.samples().get(0).questions().get(0).more())
                .containsEntry("full_answer", "Yes, the sky is dark.");
        assertThat(out.leftOut()).containsOnly(Map.entry("questions without an answer", 1L));
    }

    @Test
    void visualGenomeQuestionsAndRegions() throws IOException {
        Pictures.write(dir.resolve("VG_100K_2/1.jpg"), 1);
        Path questions = file("question_answers.json", """
                [{"id": 1, "qas": [{"a_objects": [], "question": "What colour is the clock?", "image_id": 1, "qa_id": 10,
                  "answer": "Green.", "q_objects": []}]},
                 {"id": 2, "qas": []}]
                """);
        Path regions = file("region_descriptions.json", """
                [{"regions": [{"region_id": 1382, "width": 82, "height": 139, "image_id": 1, "phrase": "the clock is green",
                  "y": 57, "x": 421}], "id": 1}]
                """);

        SampleCollector out = read(ConversionFormat.VISUAL_GENOME, questions, regions);

        assertThat(shown(out))
                .containsExactly("VG_100K_2/1.jpg: the clock is green; What colour is the clock?=Green. ()");
        assertThat(out.leftOut()).containsOnly(Map.entry("pictures without texts", 1L));
    }

    @Test
    void vizwizQuestionsAndCaptions() throws IOException {
        Path questions = file("train.json", """
                [{"image": "VizWiz_train_00000000.jpg", "question": "What's this? ", "answer_type": "other", "answerable": 1,
                  "answers": [{"answer_confidence": "yes", "answer": "basil"}, {"answer_confidence": "yes", "answer": "basil"},
                              {"answer_confidence": "no", "answer": "unanswerable"}]},
                 {"image": "VizWiz_test_00000000.jpg", "question": "And this?"}]
                """);
        Path captions = file("captions.json", """
                {"info": {}, "images": [{"file_name": "VizWiz_train_00000000.jpg", "id": 0, "text_detected": true}],
                 "annotations": [
                   {"caption": "A can of basil", "image_id": 0, "is_precanned": false, "is_rejected": false, "id": 0},
                   {"caption": "Quality issues are too severe", "image_id": 0, "is_precanned": true, "is_rejected": false}]}
                """);

        SampleCollector out = read(ConversionFormat.VIZWIZ, questions, captions);

        assertThat(shown(out)).containsExactly("VizWiz_train_00000000.jpg: A can of basil; What's this?=basil (other)");
        assertThat(out.samples().get(0).questions().get(0).more()).containsEntry("answerable", true);
        assertThat(out.leftOut())
                .containsOnly(
                        Map.entry("questions without an answer", 1L), Map.entry("rejected or precanned captions", 1L));
    }

    @Test
    void localizedNarratives() throws IOException {
        Pictures.write(dir.resolve("000000137576.jpg"), 1);
        Path file = file("ln.jsonl", """
                {"dataset_id": "mscoco_val2017", "image_id": "137576", "annotator_id": 93, "caption": "There are two cows. ", "timed_caption": [{"utterance": "there", "start_time": 0.0, "end_time": 0.4}], "traces": [[{"x": 0.2, "y": -0.03, "t": 0.0}]], "voice_recording": "a.ogg"}

                {"dataset_id": "open_images_val", "image_id": "0001eeaf4aed83f9", "annotator_id": 1, "caption": "A plane."}
                """);

        assertThat(shown(read(ConversionFormat.LOCALIZED_NARRATIVES, file)))
                .containsExactly("000000137576.jpg: There are two cows.", "0001eeaf4aed83f9.jpg: A plane.");
    }

    @Test
    void hatefulMemesAskTheirLabel() throws IOException {
        Path file = file("train.jsonl", """
                {"id": 42953, "img": "img/42953.png", "label": 0, "text": "some words"}
                {"id": 1, "img": "img/1.png", "text": "of the test set"}
                """);

        SampleCollector out = read(ConversionFormat.HATEFUL_MEMES, file);
        SampleCollector own =
                read(ConversionFormat.HATEFUL_MEMES, inputs(List.of(file), List.of(), Set.of(), "", "Mean? {text}"));

        assertThat(shown(out))
                .containsExactly("img/42953.png: ; Is this meme, which says \"some words\", hateful?=no (hateful)");
        assertThat(shown(own)).containsExactly("img/42953.png: ; Mean? some words=no (hateful)");
        assertThat(out.samples().get(0).metadata()).containsEntry("text", "some words");
        assertThat(out.leftOut()).containsOnly(Map.entry("memes without a label", 1L));
    }

    @Test
    void witTablesPlainOrZipped() throws IOException {
        Pictures.write(dir.resolve("A (b).jpg"), 1);
        String table = "language\tpage_url\timage_url\tpage_title\tcaption_reference_description\t"
                + "caption_attribution_description\tcaption_alt_text_description\n"
                + "en\thttps://en.wikipedia.org/wiki/A\thttps://upload.wikimedia.org/wikipedia/commons/a/ab/A_%28b%29.png\tA\t"
                + "\"a \"\"quoted\"\" one\"\tEnglish: by B\tan alternative\n"
                + "de\tu\thttps://upload.wikimedia.org/x/A%20(b).jpg\tA\tein Bild\t\t\n"
                + "en\tu\thttps://upload.wikimedia.org/x/C.jpg\tC\t\tonly this\t\n";
        Path zipped = dir.resolve("wit.tsv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
            out.write(table.getBytes(StandardCharsets.UTF_8));
        }

        SampleCollector all = read(ConversionFormat.WIT, file("wit.tsv", table));
        SampleCollector english = read(ConversionFormat.WIT, inputs(List.of(zipped), List.of(), Set.of(), "en", ""));

        assertThat(shown(all)).containsExactly("A_%28b%29.png: a \"quoted\" one|an alternative", "A (b).jpg: ein Bild");
        assertThat(all.samples().get(0).metadata())
                .containsEntry("caption_attribution_description", "English: by B")
                .containsEntry("page_title", "A");
        assertThat(english.samples()).hasSize(1);
        assertThat(english.leftOut())
                .containsOnly(Map.entry("rows of other languages", 1L), Map.entry("rows without a caption", 1L));
    }

    @Test
    void llavaConversations() throws IOException {
        Path file = file("llava.json", """
                [{"id": "000000033471", "image": "000000033471.jpg", "conversations": [
                   {"from": "human", "value": "<image>\\nWhat colour is the bus?"}, {"from": "gpt", "value": "White and red."},
                   {"from": "human", "value": "Where?"}, {"from": "gpt", "value": "On a street."}]},
                 {"id": "004539375", "image": "00453/004539375.jpg", "blip_caption": "a bus",
                  "conversations": [{"from": "human", "value": "Describe it.\\n<image>"}, {"from": "gpt", "value": "a bus"}]},
                 {"id": "text", "conversations": [{"from": "human", "value": "Hello"}, {"from": "gpt", "value": "Hi"}]}]
                """);

        SampleCollector out = read(ConversionFormat.LLAVA, file);

        assertThat(shown(out))
                .containsExactly(
                        "000000033471.jpg: ; What colour is the bus?=White and red. (conversation);"
                                + " Where?=On a street. (conversation)",
                        "00453/004539375.jpg: a bus; Describe it.=a bus (conversation)");
        assertThat(out.leftOut()).containsOnly(Map.entry("conversations without a picture", 1L));
    }

    @Test
    void tablesAndLines() throws IOException {
        Path csv = file("t.csv", "image,caption,licence\nb/1.png,\"One, and\na line\",CC0\nb/1.png,two,\n");
        Path tsv = file("t.tsv", "title\tfilepath\nthree\tb/2.png\n");
        Path lines = file("t.jsonl", "{\"image\": \"b/3.png\", \"caption\": [\"four\", \"five\"], \"score\": 0.5}\n");

        SampleCollector table = read(ConversionFormat.CSV, csv);
        assertThat(shown(table)).containsExactly("b/1.png: One, and\na line|two");
        assertThat(table.samples().get(0).metadata()).containsOnly(Map.entry("licence", "CC0"));
        ConversionInputs named = new ConversionInputs(
                List.of(tsv),
                List.of(),
                Optional.empty(),
                Set.of(),
                Optional.empty(),
                Optional.of("filepath"),
                Optional.of("title"),
                Optional.empty());
        assertThat(shown(read(ConversionFormat.TSV, named))).containsExactly("b/2.png: three");
        SampleCollector json = read(ConversionFormat.JSONL, lines);
        assertThat(shown(json)).containsExactly("b/3.png: four|five");
        assertThat(json.samples().get(0).metadata()).containsOnly(Map.entry("score", 0.5));
        assertThatThrownBy(() -> read(ConversionFormat.TSV, tsv))
                .isInstanceOf(DataException.class)
                .hasMessage(tsv + ": has no column 'image', only title, filepath");
    }

    private static final String META = """
            {"url": "https://x/1.jpg", "caption": "a cat", "key": "000000000", "status": "success", "error_message": null,
             "width": 12, "height": 8, "exif": "{}", "similarity": 0.33, "NSFW": "UNLIKELY"}
            """;

    @Test
    void img2datasetFolders() throws IOException {
        Pictures.write(dir.resolve("00000/000000000.jpg"), 1);
        Files.writeString(dir.resolve("00000/000000000.txt"), "a cat");
        Files.writeString(dir.resolve("00000/000000000.json"), META);
        Files.writeString(dir.resolve("00000/000000001.txt"), "no picture");
        file(
                "00000_stats.json",
                "{\"count\": 3, \"successes\": 1, \"failed_to_download\": 2, \"failed_to_resize\": 0}");
        file("00000.parquet", "PAR1");

        SampleCollector out = read(ConversionFormat.CC3M);

        assertThat(shown(out)).containsExactly("00000/000000000.jpg: a cat");
        assertThat(out.samples().get(0).metadata())
                .containsEntry("url", "https://x/1.jpg")
                .containsEntry("similarity", 0.33)
                .doesNotContainKeys("exif", "caption", "status");
        assertThat(out.leftOut())
                .containsOnly(Map.entry("keys without a picture", 1L), Map.entry("failed downloads", 2L));
    }

    @Test
    void img2datasetShards() throws IOException {
        try (TarShards shards = new TarShards(dir, "0000", 1 << 20)) {
            Map<String, byte[]> parts = new LinkedHashMap<>();
            parts.put("jpg", Pictures.bytes("jpg", 4, 4, 0));
            parts.put("json", META.getBytes(StandardCharsets.UTF_8));
            shards.write("000000000", parts);
        }

        SampleCollector out = read(ConversionFormat.LAION);

        assertThat(shown(out)).containsExactly("0000-000000.tar!000000000.jpg: a cat");
        assertThat(out.samples().get(0).image().read()).isEqualTo(Pictures.bytes("jpg", 4, 4, 0));
    }

    @Test
    void parquetAloneIsRefusedWithTheWayOut() throws IOException {
        file("00000.parquet", "PAR1");

        assertThatThrownBy(() -> read(ConversionFormat.LAION))
                .isInstanceOf(ConfigException.class)
                .hasMessage(dir + ": holds only parquet, which is not read; let img2dataset write --output_format"
                        + " webdataset or files");
    }

    @Test
    void mistakesNameFileLineAndKey() throws IOException {
        Path broken = file("a.json", "{\"images\": [\n{\"id\": 1}]}");
        Path cut = file("b.json", "[{\"id\": 4, \"qas\": [\n");
        Path foreign = file("c.json", COCO.replace("\"image_id\": 73", "\"image_id\": 74"));
        Path line = file("d.jsonl", "{\"id\": 1, \"img\": \"a.png\", \"label\": 1, \"text\": \"t\"}\n[]\n");

        assertThatThrownBy(() -> read(ConversionFormat.COCO, broken))
                .isInstanceOf(DataException.class)
                .hasMessage(broken + ":2: file_name must be a text, but is missing");
        assertThatThrownBy(() -> read(ConversionFormat.VISUAL_GENOME, cut))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(cut + ":2: is not JSON: ");
        assertThatThrownBy(() -> read(ConversionFormat.COCO, foreign))
                .hasMessage(foreign + ":5: image_id 74 is not among the images");
        assertThatThrownBy(() -> read(ConversionFormat.HATEFUL_MEMES, line))
                .hasMessage(line + ":2: is not a JSON object");
        assertThatThrownBy(() -> read(ConversionFormat.GQA, ConversionInputs.of(List.of(), dir)))
                .isInstanceOf(ConfigException.class)
                .hasMessage("gqa needs --annotations");
        assertThatThrownBy(() -> read(ConversionFormat.GQA, inputs(List.of(broken), List.of(), Set.of(), "en", "")))
                .hasMessage("gqa takes no --language");
        assertThatThrownBy(() -> ConversionInputs.of(List.of(dir.resolve("none.json")), dir))
                .hasMessage(dir.resolve("none.json") + ": no such file");
    }

    @Test
    void realFilesOfTheOfficialLayouts() {
        assumeTrue(Files.isDirectory(SHARED), "no real samples in " + SHARED);
        Path micro = SHARED.resolve("micro");

        SampleCollector vqa = read(
                ConversionFormat.VQAV2,
                inputs(
                        List.of(micro.resolve("vqav2_3q_annotations.json")),
                        List.of(micro.resolve("vqav2_3q_questions.json")),
                        Set.of(),
                        "",
                        ""));
        SampleCollector okvqa = read(
                ConversionFormat.OKVQA,
                inputs(
                        List.of(SHARED.resolve("okvqa/mini_SYNTHETIC_annotations.json")),
                        List.of(SHARED.resolve("okvqa/mini_questions.json")),
                        Set.of(),
                        "",
                        ""));
        List<String> genome = new ArrayList<>(
                shown(read(ConversionFormat.VISUAL_GENOME, micro.resolve("visual_genome_question_answers.json"))));

        assertThat(shown(vqa).get(0))
                .startsWith("COCO_train2014_000000458752.jpg: ; What is this photo taken looking through?=net (");
        assertThat(vqa.samples().get(0).questions())
                .hasSize(3)
                .allSatisfy(q -> assertThat(q.more().get("answers"))
                        .asInstanceOf(InstanceOfAssertFactories.LIST)
                        .hasSize(10));
        assertThat(okvqa.samples().get(0).questions().get(0).more()).containsKeys("answers", "raw_answers");
        assertThat(okvqa.samples().get(0).image().name()).startsWith("COCO_val2014_");
        assertThat(genome.get(0)).startsWith("4.jpg: ; What is on the curtains?=Sailboats. ()");
        assertThat(shown(read(ConversionFormat.GQA, micro.resolve("gqa_questions.json"))))
                .containsExactly("n578564.jpg: ; What is hanging above the chalkboard?=picture (query)");
        assertThat(Arrays.asList(ConversionFormat.values()))
                .allSatisfy(format -> assertThat(format.licenceNote()).isNotBlank());
    }
}
