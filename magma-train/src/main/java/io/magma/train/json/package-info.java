/** Annotation and result files in JSON, read element by element and told about by file and line. */
package io.magma.train.json;
