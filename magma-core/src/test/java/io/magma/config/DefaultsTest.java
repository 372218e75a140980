package io.magma.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What absent keys mean is a promise to existing files: a change here is a change of every run. */
class DefaultsTest {
    @Test
    void ofSections() {
        assertThat(OptimizerConfig.DEFAULTS)
                .isEqualTo(new OptimizerConfig(
                        OptimizerType.ADAMW, 8e-4, OptionalDouble.empty(), List.of(0.9, 0.95), 1e-8, 0, 0, 1));
        assertThat(TrainingConfig.DEFAULTS)
                .isEqualTo(new TrainingConfig(
                        1000, 8, 1, LossReduction.STEP, 0, 100, 25, 500, 1, 4, false, 65536, 2000, 0, true, 0, 600));
        assertThat(GenerationConfig.DEFAULTS)
                .isEqualTo(new GenerationConfig(
                        32, 0, 0, 1, TopPMode.NUCLEUS, 0, List.of(), 1, 1, EarlyStopping.HEURISTIC));
        assertThat(ImagePrefixConfig.DEFAULTS).isEqualTo(new ImagePrefixConfig(PrefixType.LINEAR, 0, false, 2));
        assertThat(AdapterConfig.DEFAULTS).isEqualTo(new AdapterConfig(AdapterType.SEQUENTIAL, 4, false));
        assertThat(AdaptersConfig.DEFAULTS).isEqualTo(new AdaptersConfig(Optional.empty(), Optional.empty()));
        assertThat(FreezeConfig.DEFAULTS).isEqualTo(new FreezeConfig(true));
        assertThat(AugmentConfig.DEFAULTS).isEqualTo(new AugmentConfig(0, 0, 0, 0, false, 0, 0, 0));
        assertThat(TextTowerConfig.DEFAULTS).isEqualTo(new TextTowerConfig(TextTowerType.TRAINED, 12, 512, 8, 77));
    }

    @Test
    void ofVariants() {
        assertThat(Defaults.of(ScheduleConfig.WarmupLinearDecay.class))
                .isEqualTo(new ScheduleConfig.WarmupLinearDecay(100, OptionalInt.empty(), 0));
        assertThat(Defaults.of(ScheduleConfig.ReferenceWarmupDecay.class))
                .isEqualTo(new ScheduleConfig.ReferenceWarmupDecay(100, OptionalInt.empty(), 0));
        assertThat(Defaults.of(ScheduleConfig.Constant.class)).isEqualTo(new ScheduleConfig.Constant(0));
        assertThat(Defaults.of(ObjectiveConfig.Contrastive.class))
                .isEqualTo(new ObjectiveConfig.Contrastive(
                        TextTowerConfig.DEFAULTS, 512, 0.07, 100, true, ComputeDtype.FLOAT32));
    }

    @Test
    void ofASourceThatIsReadInOrder() {
        assertThat(SourceConfig.inOrder(DataFormat.WEBDATASET, Path.of("/data"), SampleContent.QUESTIONS))
                .isEqualTo(new SourceConfig(
                        DataFormat.WEBDATASET,
                        Location.of(Path.of("/data")),
                        1,
                        false,
                        CaptionChoice.FIRST,
                        SampleContent.QUESTIONS,
                        LossTarget.ANSWER,
                        "Q: {prompt} A:",
                        "",
                        Optional.empty(),
                        0,
                        List.of(),
                        Optional.empty()));
    }
}
