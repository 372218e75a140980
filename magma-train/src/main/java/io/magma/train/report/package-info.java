/** A run as one self-contained HTML page: curves, results, pictures with answers, configuration. */
package io.magma.train.report;
