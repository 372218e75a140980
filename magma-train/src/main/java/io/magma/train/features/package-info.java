/** Features of pictures that a frozen image encoder has made once and need not make again. */
package io.magma.train.features;
