package io.magma.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns a configuration of the reference implementation (its flat YAML, {@code MAGMA_v1.yml} for example) into a run: every
 * key is mapped, ignored for a reason, or refused.
 *
 * <p>An absent key means the reference's default, which often is not ours. Where the reference differs by a defect
 * ({@code docs/DEVIATIONS.md}), the run is the right one unless {@link Options#exact} is set.
 */
public final class ReferenceImport {
    private static final String UNUSED = "the reference does not use it";

    /**
     * What the reference's file does not say.
     *
     * @param languageModel path of the language model, as the run shall write it
     * @param imageEncoder path of the image encoder, as the run shall write it; empty for the usual name below {@code models}
     * @param processes processes that share a step's batch; at least 1
     * @param exact whether to repeat what the reference does by mistake too
     */
    public record Options(String languageModel, String imageEncoder, int processes, boolean exact) {
        /** Usual names, one process, no mistakes. */
        public static final Options DEFAULTS = new Options("models/gpt-j-6b", "", 1, false);
    }

    /**
     * The result.
     *
     * @param run sections, keys and values of the run, to be written as YAML
     * @param keys what became of each key, those of the file and those that it leaves to their defaults
     */
    public record Result(Map<String, Object> run, List<ImportedKey> keys) {
        /** The run as YAML, with the keys that say something alone. */
        public String yaml() {
            return Renderer.render(run);
        }
    }

    private final ReferenceFile file;
    private final Options options;
    private final Map<String, Object> run = new LinkedHashMap<>();

    private ReferenceImport(ReferenceFile file, Options options) {
        this.file = file;
        this.options = options;
    }

    /**
     * Imports a configuration.
     *
     * @param name name of the text in messages
     * @param yaml the text
     * @throws ConfigException if it is malformed, or a key of it is refused; all problems, one a line
     */
    public static Result of(String name, String yaml, Options options) {
        Report report = new Report();
        ReferenceImport read = new ReferenceImport(ReferenceFile.read(name, yaml, report), options);
        read.all();
        report.done();
        return new Result(read.run, read.file.keys());
    }

    private void all() {
        run.put("model", new ReferenceModel(file, options).model());
        run.put("data", data());
        boolean trained = !file.flag("freeze_img_encoder", true);
        run.put("optimizer", optimizer(trained));
        run.put("schedule", schedule());
        run.put("training", training());
        run.put("checkpoint", Map.of("dir", checkpoint()));
        unused();
        file.refuseOthers();
    }

    private Map<String, Object> data() {
        Map<String, Object> data = new LinkedHashMap<>();
        List<String> train = file.texts("train_dataset_dir", "/data/coco_data");
        data.put("train", train.stream().map(ReferenceImport::source).toList());
        file.mapped(
                "train_dataset_dir",
                "data.train, a caption drawn at random"
                        + (train.size() == 1
                                ? ""
                                : "; the reference draws in proportion to the data sets' sizes, so set each weight to"
                                        + " the number of its samples"));
        boolean split = file.keyIsNull("eval_dataset_dir");
        if (split) {
            file.ignored(
                    "eval_dataset_dir",
                    "null splits the training data at random, differently in every process and run; name a folder as"
                            + " data.eval");
        } else {
            data.put("eval", List.of(source(file.text("eval_dataset_dir", "/data/coco_data"))));
            file.mapped("eval_dataset_dir", "data.eval");
        }
        file.ignored("eval_dataset_pct", split ? "see eval_dataset_dir" : "eval_dataset_dir names the data");
        if (file.flag("run_blind", false)) {
            data.put("blind", true);
        }
        file.mapped("run_blind", "data.blind: " + file.flag("run_blind", false));
        if (options.exact()) {
            data.put("pad_to", 2048);
        }
        return data;
    }

    private static Map<String, Object> source(String path) {
        Map<String, Object> source = new LinkedHashMap<>();
        source.put("format", "magma");
        source.put("path", path);
        source.put("caption", "random");
        return source;
    }

    private Map<String, Object> optimizer(boolean encoderTrained) {
        Map<String, Object> optimizer = new LinkedHashMap<>();
        put(optimizer, "lr", "optimizer.lr", "lr", file.decimal("lr", 8e-4));
        if (!encoderTrained) {
            file.ignored("image_enc_lr", "the image encoder is frozen");
        } else if (file.has("image_enc_lr")) {
            double rate = file.decimal("image_enc_lr", 0);
            put(optimizer, "image_enc_lr", "optimizer.image_encoder_lr", "image_encoder_lr", rate);
        } else {
            file.mapped("image_enc_lr", "optimizer.image_encoder_lr absent: that of the rest");
        }
        optimizer.put("betas", List.of(0.9, 0.95));
        double decay = file.decimal("weight_decay", 0);
        put(optimizer, "weight_decay", "optimizer.weight_decay", "weight_decay", decay);
        if (decay > 0 && encoderTrained) {
            optimizer.put("image_encoder_weight_decay", decay);
        }
        put(
                optimizer,
                "gradient_clipping",
                "optimizer.max_grad_norm",
                "max_grad_norm",
                file.decimal("gradient_clipping", 1));
        file.ignored("optimizer_name", UNUSED + ": it is always AdamW");
        file.ignored("zero_stage", "the optimizer's state is not divided among processes");
        return optimizer;
    }

    private Map<String, Object> schedule() {
        Map<String, Object> schedule = new LinkedHashMap<>();
        schedule.put("type", "reference_warmup_decay");
        put(schedule, "warmup_num_steps", "schedule.warmup_steps", "warmup_steps", file.whole("warmup_num_steps", 100));
        if (file.has("lr_decay_iters")) {
            put(schedule, "lr_decay_iters", "schedule.decay_steps", "decay_steps", file.whole("lr_decay_iters", 0));
        } else {
            file.mapped("lr_decay_iters", "schedule.decay_steps absent: no decay");
        }
        put(schedule, "min_lr", "schedule.min_lr", "min_lr", file.decimal("min_lr", 0));
        return schedule;
    }

    private Map<String, Object> training() {
        Map<String, Object> training = new LinkedHashMap<>();
        for (String required : List.of("train_steps", "batch_size")) {
            if (!file.has(required)) {
                file.refused(required, "is required");
            }
        }
        if (file.has("train_steps")) {
            put(training, "train_steps", "training.steps", "steps", file.whole("train_steps", 1));
        }
        int accumulation = file.whole("gradient_accumulation_steps", 1);
        int batch = file.whole("batch_size", accumulation * options.processes());
        int parts = accumulation * options.processes();
        if (parts < 1 || batch < 1 || batch % parts != 0) {
            file.refused(
                    "batch_size",
                    batch + " cannot be divided among " + accumulation + " micro-batches of " + options.processes()
                            + " processes");
        } else if (file.has("batch_size")) {
            training.put("batch_size", batch / parts);
            file.mapped(
                    "batch_size",
                    "training.batch_size: " + batch / parts + ", of each of " + accumulation + " micro-batches of "
                            + options.processes() + (options.processes() == 1 ? " process" : " processes"));
        }
        put(
                training,
                "gradient_accumulation_steps",
                "training.gradient_accumulation_steps",
                "gradient_accumulation_steps",
                accumulation);
        if (options.exact()) {
            training.put("loss_reduction", "micro_batch");
        }
        put(training, "eval_every", "training.eval_every", "eval_every", file.whole("eval_every", 250));
        put(training, "eval_steps", "training.eval_batches", "eval_batches", file.whole("eval_steps", 25));
        put(training, "save_every", "training.save_every", "save_every", file.whole("save_every", 2500));
        put(training, "log_every", "training.log_every", "log_every", file.whole("log_every", 1));
        return training;
    }

    private String checkpoint() {
        String name = file.text("name", "reference");
        String folder = file.text("save", "out/" + name);
        file.mapped("save", "checkpoint.dir: " + folder);
        if (!file.has("load")) {
            file.ignored("load", "nothing to start from");
        } else if (file.text("load", "").equals(folder)) {
            file.mapped("load", "a run goes on in its own folder by itself");
        } else {
            file.ignored(
                    "load",
                    "a checkpoint of the reference is imported first; name the result's trained tensors as model.init");
        }
        file.ignored("load_optimizer", "resuming always restores the optimizer, model.init never has one");
        file.ignored("name", "a run is named by its folder");
        file.ignored("wandb_project", "metrics are written to files");
        return folder;
    }

    private void unused() {
        for (String key : List.of("fine_tune", "train_dataset_name", "eval_dataset_name", "seq_len")) {
            file.ignored(key, UNUSED);
        }
        for (String key : List.of("dataset_type", "vqa_dir", "gqa_dir")) {
            if (file.isThere(key)) {
                file.ignored(key, "the released code has no such key and refuses the file");
            }
        }
        if (file.has("class_dict")) {
            file.refused("class_dict", "there is no classification head, here or in the released code");
        } else {
            file.ignored("class_dict", UNUSED);
        }
    }

    private void put(Map<String, Object> section, String key, String target, String ours, Object value) {
        section.put(ours, value);
        file.mapped(key, target + ": " + value);
    }
}
