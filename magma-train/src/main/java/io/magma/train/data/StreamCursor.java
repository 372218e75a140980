package io.magma.train.data;

/**
 * Where a lane of a streamed source stands; enough to go on there without reading what came before.
 *
 * @param visit number of the visit of a shard, counted over all lanes and epochs
 * @param offset byte of the shard at which the next group of members begins
 * @param group how many groups of the shard came before
 * @param used how many samples of that group were taken already, where a picture gives several
 */
record StreamCursor(long visit, long offset, long group, long used) {

    /** Returns where a lane begins. */
    static StreamCursor start(int lane) {
        return new StreamCursor(lane, 0, 0, 0);
    }
}
