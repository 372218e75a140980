/**
 * Scores of captions against references, as coco-caption and nlg-eval compute them: BLEU, ROUGE-L, CIDEr-D and the original
 * CIDEr in Java, METEOR and SPICE through the programs of their authors. Knows no model and no engine.
 *
 * <p>{@link CaptionFile} reads references and results, {@link CaptionPairs} brings them together and tokenizes them, each
 * {@link CaptionMetric} turns the pairs into {@link CaptionScore}s.
 */
package io.magma.train.eval.caption;
