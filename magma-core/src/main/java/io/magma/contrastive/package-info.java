/**
 * Contrastive pretraining of an image encoder: images and their texts are embedded into one space, where each finds the other.
 *
 * @see <a href="https://arxiv.org/abs/2103.00020">Radford et al. 2021, section 2.3</a>
 */
package io.magma.contrastive;
