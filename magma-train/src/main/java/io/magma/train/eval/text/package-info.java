/** Text as Python sees it, which the official scores are written in. */
package io.magma.train.eval.text;
