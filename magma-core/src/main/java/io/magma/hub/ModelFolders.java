package io.magma.hub;

import io.magma.config.HubReference;
import io.magma.config.ModelPath;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Folders of models wherever they come from: the one place where a repository's name becomes a folder.
 *
 * <p>A revision that is in the cache is used as it is, without asking the Hub for a newer one; {@link HubDownload} does that.
 */
public final class ModelFolders {
    private ModelFolders() {}

    /**
     * The model's folder; a repository that is not in the cache is downloaded first.
     *
     * @throws HubException if it cannot be had
     */
    public static Path of(ModelPath path) {
        return present(path).orElseGet(() -> {
            HubReference reference = path.repository().orElseThrow();
            return new HubDownload(HubSettings.current(), new LoggedDownload()).fetch(reference, List.of());
        });
    }

    /** The folder, or that of a repository if it is in the cache; empty if it had to be downloaded. */
    public static Optional<Path> present(ModelPath path) {
        return path.folder()
                .or(() -> new HubCache(
                                HubSettings.current().cache(), path.repository().orElseThrow())
                        .model());
    }
}
