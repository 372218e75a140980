package io.magma.cli;

import io.magma.config.ConfigException;
import io.magma.config.HubReference;
import io.magma.config.ImageEncoderConfig;
import io.magma.config.Location;
import io.magma.config.ModelPath;
import io.magma.config.RunConfig;
import io.magma.config.SourceConfig;
import io.magma.hub.HubSettings;
import io.magma.hub.ModelFolders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The files and folders that a run reads, by the keys that name them. */
final class NamedPaths {
    private static final String MODEL_FILE = "config.json";

    private final List<String> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private NamedPaths() {}

    /** Looks for everything that {@code run} reads. */
    static NamedPaths of(RunConfig run) {
        NamedPaths paths = new NamedPaths();
        paths.model("model.language_model.path", run.model().languageModel().path());
        run.model()
                .imageEncoder()
                .map(ImageEncoderConfig::path)
                .ifPresent(path -> paths.model("model.image_encoder.path", path));
        run.model().init().ifPresent(path -> paths.exists("model.init", path));
        paths.sources("data.train", run.data().train());
        paths.sources("data.eval", run.data().eval());
        return paths;
    }

    /** What is no mistake, but worth knowing before the run starts, one a line. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    /**
     * Refuses a run that names missing files.
     *
     * @param file the configuration file, for the messages
     * @throws ConfigException with all that are missing, one a line
     */
    void check(Path file) {
        if (!problems.isEmpty()) {
            throw new ConfigException(
                    problems.stream().map(p -> file + ": " + p).collect(Collectors.joining("\n")));
        }
    }

    private void sources(String key, List<SourceConfig> sources) {
        for (int i = 0; i < sources.size(); i++) {
            String index = sources.size() == 1 ? "" : "." + i;
            Location path = sources.get(i).path();
            if (!path.isUrl()) {
                exists(key + index + ".path", named(path.file()));
            }
        }
    }

    // A pattern such as shards/{000..099}.tar is looked up when the shards are opened; here its folder is.
    private static Path named(Path path) {
        Path parent = path.getParent();
        boolean pattern =
                path.getFileName() != null && path.getFileName().toString().contains("{");
        return pattern && parent != null && !Files.exists(path) ? parent : path;
    }

    private void model(String key, ModelPath path) {
        Optional<Path> folder = ModelFolders.present(path);
        folder.ifPresentOrElse(f -> modelFolder(key, f), () -> absent(key, path));
    }

    private void absent(String key, ModelPath path) {
        HubReference repository = path.repository().orElseThrow();
        if (HubSettings.current().offline()) {
            problems.add(key + ": " + path + " is not downloaded, and nothing may be (" + HubSettings.OFFLINE + ")");
        } else {
            notes.add(key + ": " + path + " is not downloaded yet; a run does it when it starts, or: magma download "
                    + repository);
        }
    }

    private void modelFolder(String key, Path folder) {
        if (!Files.isDirectory(folder)) {
            problems.add(key + ": no such folder: " + folder);
        } else if (!Files.isRegularFile(folder.resolve(MODEL_FILE))) {
            problems.add(key + ": no " + MODEL_FILE + " in " + folder);
        }
    }

    private void exists(String key, Path path) {
        if (!Files.exists(path)) {
            problems.add(key + ": no such file or folder: " + path);
        }
    }
}
