/** How sure a score is: intervals by resampling questions. */
package io.magma.train.eval.statistics;
