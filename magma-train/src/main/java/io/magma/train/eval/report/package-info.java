/** Evaluations of public tasks as one page to look at, and as JSON, CSV and Markdown, beside what others published. */
package io.magma.train.eval.report;
