/**
 * VQA accuracy, in the five ways in which it is computed, over the official files.
 *
 * <p>Antol et al., "VQA: Visual Question Answering" (ICCV 2015), and the evaluation code at github.com/GT-Vision-Lab/VQA, of which
 * {@link io.magma.train.eval.vqa.VqaVariant} follows two versions. Scores of different variants differ by many points and are not comparable;
 * whoever reports one names the variant.
 */
package io.magma.train.eval.vqa;
