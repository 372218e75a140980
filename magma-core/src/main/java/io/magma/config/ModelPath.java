package io.magma.config;

import java.nio.file.Path;
import java.util.Optional;

/** Where a pretrained model lies: in a folder, or in a repository of the Hugging Face Hub, written {@code hf:…}. */
public final class ModelPath {
    /** What a repository's name begins with. */
    public static final String HUB = "hf:";

    private final Optional<Path> folder;
    private final Optional<HubReference> repository;

    private ModelPath(Optional<Path> folder, Optional<HubReference> repository) {
        this.folder = folder;
        this.repository = repository;
    }

    /** A folder. */
    public static ModelPath of(Path folder) {
        return new ModelPath(Optional.of(folder), Optional.empty());
    }

    /** A repository. */
    public static ModelPath of(HubReference repository) {
        return new ModelPath(Optional.empty(), Optional.of(repository));
    }

    /** The folder, if it is one. */
    public Optional<Path> folder() {
        return folder;
    }

    /** The repository, if it is one. */
    public Optional<HubReference> repository() {
        return repository;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ModelPath p && folder.equals(p.folder) && repository.equals(p.repository);
    }

    @Override
    public int hashCode() {
        return 31 * folder.hashCode() + repository.hashCode();
    }

    /** As a configuration writes it. */
    @Override
    public String toString() {
        return folder.map(Path::toString).orElseGet(() -> HUB + repository.orElseThrow());
    }
}
