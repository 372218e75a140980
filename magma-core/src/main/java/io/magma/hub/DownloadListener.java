package io.magma.hub;

/** Hears how far a download is; called from several threads at once. */
public interface DownloadListener {
    /**
     * A download begins.
     *
     * @param repository its name
     * @param files files it needs
     * @param bytes their size
     * @param present bytes of them that are here already
     */
    void began(String repository, int files, long bytes, long present);

    /**
     * Bytes arrived.
     *
     * @param bytes their number; negative when some have to be thrown away
     */
    void received(long bytes);

    /** Something went wrong with a file and is tried again. */
    void retrying(String file, String reason);

    /** The download is over, well or not. */
    void ended();
}
