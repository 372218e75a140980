/**
 * Public data sets in their official layouts, turned into what {@link io.magma.train.data} reads.
 *
 * <p>An {@link io.magma.train.convert.AnnotationReader} a format says which pictures there are and what is said about them; one
 * {@link io.magma.train.convert.Conversion} does the rest.
 */
package io.magma.train.convert;
