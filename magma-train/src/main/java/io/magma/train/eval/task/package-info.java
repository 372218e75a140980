/** Public evaluation data in their official layouts: where the files lie, what is asked, what is right. */
package io.magma.train.eval.task;
