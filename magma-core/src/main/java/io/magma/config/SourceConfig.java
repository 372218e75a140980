package io.magma.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One source of samples.
 *
 * @param format layout on disk
 * @param path folder or file of the samples; where they are streamed, also an address or a pattern of addresses
 * @param weight share of this source in a mixture, relative to the other weights; greater than 0
 * @param shuffle whether each epoch has its own order, from the run's seed
 * @param caption which of an image's captions is used
 * @param content which texts of a sample are used
 * @param loss which tokens of a sample with a prompt bear loss
 * @param promptTemplate text before an answer, with the question in place of {@code {prompt}}; contains {@code {prompt}}
 * @param captionPrompt text before a caption; bears no loss unless loss is all
 * @param augment random changes of the images; absent means none
 * @param limit samples taken from the beginning of the source; 0 means all; at least 0
 * @param questionTypes types of questions that are kept; empty means all
 * @param streaming how shards are read in order as they are needed; absent means that they are indexed at the start
 */
public record SourceConfig(
        @Key(value = "Layout on disk", fallback = "magma") DataFormat format,

        @Key(
                value = "Folder or file of the samples; where they are streamed, also an address such as"
                        + " https://host/train-{000..099}.tar",
                required = true)
        Location path,

        @Key(
                value = "Share of this source in a mixture, relative to the other weights",
                range = "greater than 0",
                fallback = "1.0")
        double weight,

        @Key(value = "Whether each epoch has its own order, from the run's seed", fallback = "true")
        boolean shuffle,

        @Key(value = "Which of an image's captions is used", fallback = "first")
        CaptionChoice caption,

        @Key(value = "Which texts of a sample are used", fallback = "captions")
        SampleContent content,

        @Key(value = "Which tokens of a sample with a prompt bear loss", fallback = "answer")
        LossTarget loss,

        @Key(
                value = "Text before an answer, with the question in place of {prompt}",
                range = "contains {prompt}",
                fallback = "Q: {prompt} A:")
        String promptTemplate,

        @Key(value = "Text before a caption; bears no loss unless loss is all", fallback = "")
        String captionPrompt,

        @Key("Random changes of the images; absent means none")
        Optional<AugmentConfig> augment,

        @Key(
                value = "Samples taken from the beginning of the source; 0 means all",
                range = "at least 0",
                fallback = "0")
        int limit,

        @Key("Types of questions that are kept; empty means all")
        List<String> questionTypes,

        @Key("Reads tar shards in order as they are needed, for sets too large to index; absent means that they are"
                + " indexed at the start")
        Optional<StreamingConfig> streaming) {
    public SourceConfig {
        questionTypes = List.copyOf(questionTypes);
        new Checks()
                .positive("weight", weight)
                .require(
                        promptTemplate.contains("{prompt}"),
                        "prompt_template",
                        () -> "must contain {prompt}, was '" + promptTemplate + "'")
                .atLeast(0, "limit", limit)
                .requireJointly(
                        streaming.isEmpty() || format == DataFormat.WEBDATASET,
                        "streaming",
                        () -> "needs format: webdataset")
                .requireJointly(
                        streaming.isPresent() || !path.isUrl(), "path", () -> "an address needs streaming, such as {}")
                .requireJointly(
                        path.keepsSecrets()
                                || streaming.flatMap(StreamingConfig::tokenEnv).isEmpty(),
                        "streaming",
                        () -> "token_env needs an https address, or a server of this machine")
                .requireJointly(
                        streaming.isEmpty() || limit == 0, "limit", () -> "cannot be used with streaming, was " + limit)
                .done();
    }

    /**
     * A source that is read from its beginning to its end, in its own order; all other keys as in a section without them.
     *
     * @param path of the samples; relative to the working folder
     * @param content which texts of a sample are used
     */
    public static SourceConfig inOrder(DataFormat format, Path path, SampleContent content) {
        return Defaults.of(
                SourceConfig.class,
                Map.of(
                        "format",
                        format,
                        "path",
                        Location.of(path.toAbsolutePath().normalize()),
                        "shuffle",
                        false,
                        "content",
                        content));
    }
}
