package io.magma.weights.torchfile;

import io.magma.weights.WeightsException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A file that {@code torch.save} or {@code torch.jit.save} wrote, open for reading.
 *
 * <p>Only its directory and its pickle are read at first; tensors are read when they are streamed, until it is closed.
 */
public final class TorchFile implements Closeable {
    private final TorchArchive archive;
    private final Object root;
    private final Set<String> inert;

    private TorchFile(TorchArchive archive, Object root, Set<String> inert) {
        this.archive = archive;
        this.root = root;
        this.inert = inert;
    }

    /**
     * Opens a file.
     *
     * @throws WeightsException if it is damaged, of another or an older format, or holds classes that are not tensors,
     *     containers or plain values
     */
    public static TorchFile open(Path file) {
        TorchArchive archive = TorchArchive.open(file);
        try {
            PickleFactory factory = new PickleFactory(new StorageTable(archive));
            PickleReader reader = new PickleReader(archive.pickle(), reason -> new WeightsException(file, reason));
            Object root = new PickleMachine(reader, factory).run();
            return new TorchFile(archive, root, factory.inert());
        } catch (IOException e) {
            throw closing(archive, new WeightsException(file, "cannot be read: " + e.getMessage(), e));
        } catch (RuntimeException e) {
            throw closing(archive, e);
        }
    }

    private static RuntimeException closing(TorchArchive archive, RuntimeException failure) {
        try {
            archive.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    /** The file. */
    public Path path() {
        return archive.file();
    }

    /** Whether it is a TorchScript archive: a module with its code, of which the tensors alone are read. */
    public boolean isScripted() {
        return root instanceof PickleObject object && object.isModule();
    }

    /** Names of classes that were recognised as unnecessary and passed over, such as DeepSpeed's loss scaler. */
    public List<String> passedOver() {
        return List.copyOf(inert);
    }

    /** Names of the values of the outermost dictionary or module, in order. */
    public List<String> entries() {
        return TensorTree.attributes(root).keySet().stream()
                .map(String::valueOf)
                .toList();
    }

    /**
     * All tensors, under their names joined by dots; numbers, texts and the like between them under {@link #otherValues}.
     *
     * @throws WeightsException if the file is neither a module nor a dictionary
     */
    public Map<String, TorchTensor> tensors() {
        return tree(root).tensors();
    }

    /** Values between the tensors that are none, each as a short text, by name. */
    public Map<String, String> otherValues() {
        return tree(root).others();
    }

    /** The tensors below one entry of the outermost dictionary; empty if there is no such dictionary. */
    public Optional<Map<String, TorchTensor>> tensorsOf(String entry) {
        return below(entry).map(value -> tree(value).tensors());
    }

    /** Like {@link #otherValues}, below one entry of the outermost dictionary. */
    public Map<String, String> otherValuesOf(String entry) {
        return below(entry).map(value -> tree(value).others()).orElse(Map.of());
    }

    private Optional<Object> below(String entry) {
        return Optional.ofNullable(TensorTree.attributes(root).get(entry)).filter(TensorTree::isBranch);
    }

    private TensorTree tree(Object value) {
        if (!TensorTree.isBranch(value)) {
            throw new WeightsException(archive.file(), "holds neither a dictionary nor a module");
        }
        return TensorTree.of(archive.file(), value);
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }
}
