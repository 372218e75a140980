package io.magma.train.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/** Byte ranges of a tar archive's files, so that they can be read in any order. */
public final class TarIndex {

    private TarIndex() {}

    /**
     * Scans the headers.
     *
     * @return the ordinary files in the order of the archive; names are those in the archive
     * @throws DataException if the archive is missing, is not a tar or ends early
     */
    public static List<FileBytes> read(Path archive) {
        List<FileBytes> files = new ArrayList<>();
        try (TarFile tar = new TarFile(archive)) {
            long end = Files.size(archive);
            for (TarArchiveEntry entry : tar.getEntries()) {
                if (!entry.isFile()) {
                    continue;
                }
                if (entry.getDataOffset() + entry.getSize() > end) {
                    throw new DataException(
                            archive + ": ends within " + entry.getName() + "; the archive is truncated");
                }
                files.add(new FileBytes(entry.getName(), archive, entry.getDataOffset(), entry.getSize()));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new DataException(archive + ": cannot be read as an uncompressed tar: " + e.getMessage(), e);
        }
        if (files.isEmpty()) {
            throw new DataException(archive + ": holds no files; is it an uncompressed tar?");
        }
        return files;
    }
}
