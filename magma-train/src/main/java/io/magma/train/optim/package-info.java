/** Parameter groups, gradients, clipping and AdamW, with PyTorch's numerics. */
package io.magma.train.optim;
