package io.magma.train.inspect;

import io.magma.train.data.AnnotatedImages;
import io.magma.train.data.OrderedWork;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Reads pictures of a data set by several threads.
 *
 * @param images the data set
 * @param name names it for progress
 * @param workers threads, at least 1
 * @param listener hears how far it is
 */
public record PictureScan(AnnotatedImages images, String name, int workers, Listener listener) {

    /** Hears how far a scan is. */
    @FunctionalInterface
    public interface Listener {
        /** {@code done} of {@code of} pictures of a data set were read, {@code problems} of them are broken. */
        void progress(String name, long done, long of, long problems);
    }

    /**
     * Visits pictures in their order.
     *
     * @param limit most pictures, taken at equal distances; 0 means all
     */
    void run(int limit, Consumer<PictureFacts> each) throws IOException {
        int count = limit == 0 ? images.size() : Math.min(limit, images.size());
        long[] problems = {0};
        OrderedWork.run(0, count, workers, i -> PictureFacts.of(images, index(i, count, images.size())), (i, facts) -> {
            problems[0] += facts.picture().isPresent() ? 0 : 1;
            each.accept(facts);
            listener.progress(name, i + 1L, count, problems[0]);
        });
    }

    /** The i-th of {@code count} numbers at equal distances below {@code size}. */
    static int index(int i, int count, int size) {
        return (int) ((long) i * size / count);
    }
}
