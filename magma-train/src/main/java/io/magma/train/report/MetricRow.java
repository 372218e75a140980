package io.magma.train.report;

import java.util.OptionalDouble;

/**
 * One line of a table of results.
 *
 * @param type type of the samples
 * @param n number of them
 * @param model the model's score
 * @param blind score of the same model without the picture
 * @param majority score of always giving the most frequent answer
 */
public record MetricRow(String type, int n, double model, OptionalDouble blind, OptionalDouble majority) {}
