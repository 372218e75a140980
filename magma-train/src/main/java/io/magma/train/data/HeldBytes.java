package io.magma.train.data;

/**
 * Bytes in memory.
 *
 * @param name names them in messages
 * @param read the bytes
 */
@SuppressWarnings("ArrayRecordComponent") // shared by reference, equal if the same
record HeldBytes(String name, byte[] read) implements ImageBytes {}
