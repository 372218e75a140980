/**
 * Other benchmarks, each a reader of its official files and a scorer: {@link io.magma.train.eval.benchmark.Benchmarks} lists them.
 * Those that rank instead of answering (hateful memes, answerability) are {@link io.magma.train.eval.benchmark.BinaryRanking}s.
 */
package io.magma.train.eval.benchmark;
